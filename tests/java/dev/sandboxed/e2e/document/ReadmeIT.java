package dev.sandboxed.e2e.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.network.NetworkWorld;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.RealAgent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Does everything that README.md shows, in its order, as the person in it. */
class ReadmeIT {

  // Evaluated in the directory that the last command left, as in one terminal.
  private static final String ONE_COMMAND =
      """
      exec 2>&1
      cd -- "$(<"$1")" || exit
      eval "$2"
      status=$?
      pwd >"$1"
      exit "$status"
      """;

  @Test
  void everyCommandPrintsWhatTheReadmeShows() throws IOException, InterruptedException {
    try (HostWorld world = HostWorld.create();
        NetworkWorld network = NetworkWorld.around(world);
        MessagesApiStub model = MessagesApiStub.asking("cat README.md; cat ~/.ssh/id_rsa .env")) {
      Path directory = adasMachine(world, network.onTheInternet(URI.create(model.baseUrl())));
      SoftAssertions all = new SoftAssertions();
      for (ConsoleExample example : ConsoleExample.in(readme())) {
        String[] command = {
          "bash", "-c", ONE_COMMAND, "bash", directory.toString(), example.command()
        };
        Outcome outcome = world.run(command);
        String out = asAda(world, asLines(outcome.out()));
        all.assertThat(example.prints(out))
            .as("README.md:%d: %s prints%n%s", example.line(), example.command(), out)
            .isTrue();
        all.assertThat(outcome.exit()).as("exit status of README.md:%d", example.line()).isZero();
      }
      all.assertAll();

      assertThat(model.commandResults().getFirst()).doesNotContain(world.sshKey(), "do-not-tell");
    }
  }

  @Test
  void theReadmeCanBeReadInOneGo() throws IOException {
    assertThat(readme().size()).isLessThan(200);
  }

  private static List<String> readme() throws IOException {
    return Files.readAllLines(Checkout.directory().resolve("README.md"));
  }

  /**
   * The surroundings that the README names.
   *
   * @return a file with the directory its first command runs in
   */
  private static Path adasMachine(HostWorld world, String model)
      throws IOException, InterruptedException {
    world
        .install("claude", RealAgent.claude().program())
        .install("gemini", RealAgent.gemini().program())
        .set("ANTHROPIC_BASE_URL", "http://" + model)
        .set("ANTHROPIC_API_KEY", "x");
    world.set("PATH", Checkout.directory() + "/bin:" + world.home() + "/bin:/usr/bin:/bin");
    // Ada has launched before: the very first launch explains itself, see FirstLaunchIT.
    Files.createDirectories(world.home().resolve(".local/state/sandboxed/trail"));
    return Files.writeString(world.backstage().resolve("directory"), world.home().toString());
  }

  /** A document cannot show that the last line has no newline. */
  private static String asLines(String text) {
    return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
  }

  private static String asAda(HostWorld world, String text) {
    return text.replace(Checkout.directory().toString(), "/home/ada/sandboxed")
        .replace(world.home().toString(), "/home/ada");
  }
}
