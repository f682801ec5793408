package dev.sandboxed.e2e.keys;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static java.util.stream.Collectors.joining;

import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each key of {@code [filesystem]} and {@code [environment]} that a profile and an agent definition
 * share, said by the one and by the other.
 */
class SharedKeysIT {

  /** Who says it. */
  enum Holder {
    PROFILE {
      @Override
      Outcome inside(HostWorld world, String toml, String script) {
        Profiles.write(world, "keys", "extends = 'default'\n" + toml);
        return Launch.quietly(world).with("--network=none", "--profile=keys").shell(script);
      }
    },
    AGENT {
      @Override
      Outcome inside(HostWorld world, String toml, String script) {
        Profiles.write(world, "agents/keys", "command = ['sh']\n" + toml);
        return Launch.quietly(world).with("--network=none", "keys", "-c", script).outcome();
      }
    };

    abstract Outcome inside(HostWorld world, String toml, String script);
  }

  /**
   * What one key changes.
   *
   * @param list the list that has the entry, by its name without the table
   * @param without the entry without the key, or nothing
   * @param with the entry with the key
   * @param probe what to run inside, which shows the one or the other
   */
  private record Flip(
      String key,
      String list,
      String without,
      String with,
      String probe,
      String before,
      String after) {

    String answer() {
      return "echo \"%s: $({ %s; } 2>/dev/null)\"".formatted(key, probe);
    }
  }

  private static final String CAT = "cat %s";
  private static final String WRITE = "test -s %1$s && echo more >>%1$s && echo written";

  private static final List<Flip> FLIPS =
      List.of(
          new Flip("read", "read", "", "'~/k/read'", CAT.formatted("~/k/read"), "", "text"),
          new Flip(
              "read.path",
              "read",
              "",
              "{ path = '~/k/path' }",
              CAT.formatted("~/k/path"),
              "",
              "text"),
          new Flip(
              "read.mask",
              "read",
              "{ path = '~/k/mask' }",
              "{ path = '~/k/mask', mask = 't(ex)t' }",
              CAT.formatted("~/k/mask"),
              "text",
              "tmaskedt"),
          new Flip(
              "write", "write", "", "'~/k/write'", WRITE.formatted("~/k/write"), "", "written"),
          new Flip(
              "write.path",
              "write",
              "",
              "{ path = '~/k/written' }",
              WRITE.formatted("~/k/written"),
              "",
              "written"),
          new Flip("deny", "deny", "", "'k/deny'", CAT.formatted("k/deny"), "text", ""),
          new Flip(
              "deny.path",
              "deny",
              "",
              "{ path = 'k/denied' }",
              CAT.formatted("k/denied"),
              "text",
              ""),
          new Flip(
              "deny.files",
              "deny",
              "{ path = 'k/secret*' }",
              "{ path = 'k/secret*', files = true }",
              CAT.formatted("k/secrets/file"),
              "",
              "text"),
          new Flip(
              "deny.keys",
              "deny",
              "{ path = 'k/*.pem' }",
              "{ path = 'k/*.pem', keys = true }",
              "grep -c CERTIFICATE k/ca.pem",
              "",
              "2"),
          new Flip(
              "deny.except",
              "deny",
              "{ path = 'k/*.env' }",
              "{ path = 'k/*.env', except = ['example.*'] }",
              CAT.formatted("k/example.env"),
              "",
              "text"),
          new Flip(
              "protect", "protect", "", "'k/protect'", WRITE.formatted("k/protect"), "written", ""),
          new Flip(
              "protect.path",
              "protect",
              "",
              "{ path = 'k/protected' }",
              WRITE.formatted("k/protected"),
              "written",
              ""),
          new Flip(
              "protect.files",
              "protect",
              "{ path = 'k/rule*' }",
              "{ path = 'k/rule*', files = true }",
              WRITE.formatted("k/rules/file"),
              "",
              "written"),
          new Flip(
              "protect.except",
              "protect",
              "{ path = 'k/*.toml' }",
              "{ path = 'k/*.toml', except = ['free.*'] }",
              WRITE.formatted("k/free.toml"),
              "",
              "written"),
          new Flip("pass", "pass", "", "'K_PASSED'", "printenv K_PASSED", "", "text"),
          new Flip("path", "path", "", "'~/k/bin'", "tool-of-a-string", "", "text"),
          new Flip(
              "path.path", "path", "", "{ path = '~/k/more' }", "tool-of-a-table", "", "text"));

  // One of each list that is missing; the device is one that no machine has.
  private static final String MISSING =
      """
      [filesystem]
      read = [{ path = '~/k/no-read'%1$s }]
      write = [{ path = '~/k/no-write'%1$s }]
      protect = [{ path = 'k/no-protect'%1$s }]
      devices = [{ path = '/dev/dri/card99'%1$s }, { path = '%2$s' }]
      [environment]
      path = [{ path = '~/k/no-bin'%1$s }]
      """;

  // What is denied may be missing, but not its variable.
  private static final String UNSET = "[filesystem]\ndeny = [{ path = '$XDG_RUNTIME_DIR/k'%s }]\n";

  private static final String OPTIONAL = ", optional = true";

  private final HostWorld world = HostWorld.create().set("K_PASSED", "text");

  @BeforeEach
  void furnish() {
    assertThat(
            world.shell(
                """
                set -e
                mkdir -p ~/k/bin ~/k/more k/secrets k/rules
                cd ~/k; for file in read path mask write written; do echo text >$file; done
                for tool in bin/tool-of-a-string more/tool-of-a-table; do
                  printf '#!/bin/sh\\necho text\\n' >$tool; chmod +x $tool
                done
                cd "$OLDPWD"/k
                for file in deny denied secrets/file example.env protect protected rules/file free.toml; do echo text >$file; done
                printf -- '-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\n' >ca.pem
                """))
        .succeeded();
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  /** A device of this machine that everybody may open. */
  private String device() {
    return Stream.of("/dev/kvm", "/dev/net/tun")
        .filter(path -> world.shell("exec 3<>\"$1\" && test -c \"$1\"", path).exit() == 0)
        .findFirst()
        .orElseThrow(() -> new AssertionError("this machine has no device to try with"));
  }

  @ParameterizedTest
  @EnumSource
  @Flips(
      shared = {
        "filesystem.read",
        "filesystem.read.path",
        "filesystem.read.mask",
        "filesystem.write",
        "filesystem.write.path",
        "filesystem.deny",
        "filesystem.deny.path",
        "filesystem.deny.files",
        "filesystem.deny.keys",
        "filesystem.deny.except",
        "filesystem.protect",
        "filesystem.protect.path",
        "filesystem.protect.files",
        "filesystem.protect.except",
        "filesystem.devices",
        "environment.pass",
        "environment.path",
        "environment.path.path",
        "environment.set"
      })
  void eachKeyChangesWhatIsInside(Holder holder) {
    String device = device();
    String script =
        FLIPS.stream().map(Flip::answer).collect(joining("\n"))
            + "\necho \"$K_SET\"; test -c %s && echo device; true".formatted(device);

    OutcomeAssert before = assertThat(holder.inside(world, toml(Flip::without, "", ""), script));
    before.succeeded().outIs(answers(Flip::before).strip());
    OutcomeAssert after =
        assertThat(
            holder.inside(world, toml(Flip::with, "'" + device + "'", "K_SET = 'text'"), script));
    after.succeeded().outIs(answers(Flip::after) + "\ntext\ndevice");
  }

  @ParameterizedTest
  @EnumSource
  @Flips(
      shared = {
        "filesystem.read.optional",
        "filesystem.write.optional",
        "filesystem.deny.optional",
        "filesystem.protect.optional",
        "filesystem.devices.path",
        "filesystem.devices.optional",
        "environment.path.optional"
      })
  void whatIsMissingStopsTheLaunchUnlessItIsOptional(Holder holder) {
    String device = device();
    OutcomeAssert missing =
        assertThat(holder.inside(world, MISSING.formatted("", device), "echo started"));

    missing.exitedWith(125).outIs("");
    for (String named :
        List.of("~/k/no-read", "~/k/no-write", "k/no-protect", "card99", "no-bin")) {
      missing.errContains(named.replace("~", world.home().toString()));
    }
    assertThat(
            holder.inside(
                world,
                MISSING.formatted(OPTIONAL, device),
                "test -c " + device + " && echo device"))
        .succeeded()
        .outIs("device");
    assertThat(holder.inside(world, UNSET.formatted(""), "echo started"))
        .exitedWith(125)
        .errContains("$XDG_RUNTIME_DIR is not set");
    assertThat(holder.inside(world, UNSET.formatted(OPTIONAL), "echo started")).outIs("started");
  }

  private static String answers(Function<Flip, String> answer) {
    return FLIPS.stream()
        .map(flip -> (flip.key() + ": " + answer.apply(flip)))
        .collect(joining("\n"));
  }

  private static String toml(Function<Flip, String> entry, String device, String set) {
    return "[filesystem]\n"
        + Stream.of("read", "write", "deny", "protect")
            .map(list -> list(list, entry))
            .collect(joining())
        + "devices = ["
        + device
        + "]\n[environment]\n"
        + list("pass", entry)
        + list("path", entry)
        + "set = { "
        + set
        + " }\n";
  }

  private static String list(String name, Function<Flip, String> entry) {
    return FLIPS.stream()
        .filter(flip -> flip.list().equals(name))
        .map(entry)
        .filter(text -> !text.isEmpty())
        .collect(joining(", ", name + " = [", "]\n"));
  }
}
