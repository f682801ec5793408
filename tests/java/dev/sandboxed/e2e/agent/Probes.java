package dev.sandboxed.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.HostWorld;
import java.util.List;

/** Ways to read what an agent must not read, each of which works outside a sandbox. */
record Probes(HostWorld world, List<String> commands) {

  Probes {
    commands = List.copyOf(commands);
  }

  static Probes of(HostWorld world) {
    String key = world.home() + "/.ssh/id_rsa";
    Probes probes =
        new Probes(
            world,
            List.of(
                "cat ~/.ssh/id_rsa",
                "cat .env",
                "cat " + world.otherProject() + "/notes.txt",
                "grep -rs canary ~ .",
                "cd .. && tail -n +1 other/* project/.env",
                "cat /proc/self/root" + key,
                "cat /proc/$PPID/root" + key,
                "cat /proc/self/cwd/.env"));
    for (String command : probes.commands()) {
      assertThat(world.shell(command).out()).as("outside, %s", command).contains("canary");
    }
    return probes;
  }

  String[] asArray() {
    return commands.toArray(String[]::new);
  }

  /** Each was tried, and nothing that the agent ever sent contains what they look for. */
  void assertNothingCameBackTo(ModelStub model) {
    assertThat(model.commandResults()).hasSameSizeAs(commands);
    assertThat(model.requests())
        .allSatisfy(request ->
            assertThat(request.body().toString())
                .doesNotContain(world.sshKey())
                .doesNotContain(world.envSecret())
                .doesNotContain(world.otherSecret()));
  }
}
