package dev.sandboxed.e2e.elsewhere;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.check.Attempt;
import dev.sandboxed.check.Verdict;
import dev.sandboxed.check.trial.Trial;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.RealAgent;
import dev.sandboxed.export.OciBundle;
import dev.sandboxed.export.Wishes;
import dev.sandboxed.export.write.BundleDirectory;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.LiveInquiry;
import dev.sandboxed.fixture.OciSchema;
import dev.sandboxed.launch.Groundwork;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.planning.Audience;
import dev.sandboxed.planning.Installation;
import dev.sandboxed.planning.Planning;
import dev.sandboxed.planning.PreparedLaunch;
import dev.sandboxed.planning.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What sandboxed exports is started by Debian's runc, as an ordinary user, and holds there. */
class OciBundleIT {

  // What the probe is to try comes as words after those that start it.
  private static final String WITH_WORDS =
      """
      use JSON::PP;
      my ($bundle, $root, @words) = @ARGV;
      open my $in, "<", "$bundle/config.json" or die;
      my $json = JSON::PP->new->utf8;
      my $all = $json->decode(do { local $/; <$in> });
      utf8::decode $_ for @words;
      push @{$all->{process}{args}}, @words;
      open my $out, ">", "$bundle/config.json" or die;
      print $out $json->encode($all);
      close $out;
      exec "runc", "--root", $root, "run", "--bundle", $bundle, "tried-$$";
      """;

  private static final String PROFILE =
      """
      extends = "default"

      [network]
      tier = "none"

      [filesystem]
      read = ["~/notes"]
      deny = ["closed"]
      protect = ["kept.toml"]
      """;

  private final HostWorld world = HostWorld.create();
  private final Path bundle = world.home().resolve("bundle");
  private final Path states = world.temporary().resolve("runc");

  @AfterEach
  void tearDown() {
    world.close();
  }

  private Outcome runc(String... arguments) {
    return world.run(
        Stream.concat(Stream.of("runc", "--root", states.toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void everyPromiseThatIsKeptHoldsInsideAndTheOthersAreThoseOfTheTable() throws IOException {
    write(world.home().resolve("notes/today"), "n\n");
    write(world.project().resolve("closed/key"), "k\n");
    write(world.project().resolve("kept.toml"), "x = 1\n");
    write(world.home().resolve(".config/sandboxed/profiles/mine.toml"), PROFILE);
    Map<String, String> environment =
        Map.of(
            "HOME", world.home().toString(),
            "PATH", "/usr/bin:/bin:/usr/sbin:/sbin",
            "SHELL", "/bin/sh",
            "LANG", "C.UTF-8",
            "TMPDIR", world.temporary().toString());
    Inquiry inquiry = new LiveInquiry(environment, InstantSource.system());
    PreparedLaunch draft = draft(inquiry).running(Trial.SHELL);
    SandboxPlan plan = draft.plan();
    String probe = Files.readString(Checkout.directory().resolve("src/main/bash/probe"));
    OciBundle written =
        OciBundle.of(
            plan, new Wishes(List.of(), false, Map.of(), List.of(), Trial.architecture()), bundle);
    Groundwork.lay(inquiry, draft.decision().preparation(), text -> {});
    BundleDirectory.at(bundle).write(written);
    assertThat(OciSchema.complaints(Files.readString(bundle.resolve("config.json")))).isEmpty();

    List<Verdict> verdicts =
        new Trial(inquiry, environment)
            .of(
                plan,
                probe,
                List.of("perl", "-e", WITH_WORDS, bundle.toString(), states.toString(), probe));

    assertThat(verdicts)
        .filteredOn(verdict -> written.kept().contains(verdict.promise().name()))
        .hasSameSizeAs(written.kept())
        .allSatisfy(verdict -> assertThat(verdict.broken()).isEmpty())
        .filteredOn(verdict -> verdict.state() == Verdict.State.UNTESTED)
        .isEmpty();
    Map<String, List<String>> broken =
        verdicts.stream()
            .filter(verdict -> !verdict.broken().isEmpty())
            .collect(
                Collectors.toMap(
                    verdict -> verdict.promise().name(),
                    verdict -> verdict.broken().stream().map(Attempt::inside).toList()));
    assertThat(broken).isEqualTo(Map.of("kernel", List.of("/proc/1")));
    assertThat(PromiseTable.rows())
        .containsExactlyElementsOf(
            verdicts.stream()
                .map(verdict -> verdict.promise().name())
                .map(name ->
                    "| `" + name + "` | kept | " + PromiseTable.inBundle(name, written) + " |")
                .toList());
  }

  private PreparedLaunch draft(Inquiry inquiry) {
    Audience nobody =
        new Audience() {
          @Override
          public void say(String message) {}

          @Override
          public boolean terminal() {
            return false;
          }
        };
    return new Planning(
            inquiry,
            new Installation(Checkout.directory(), Optional.empty()),
            world.project(),
            nobody)
        .draft(new Request("command", List.of("true"), "mine", Optional.empty(), List.of(), false));
  }

  @Test
  void theRealClaudeCodeStartsFromOneAndItsKeyIsNotInIt() throws IOException {
    RealAgent claude = RealAgent.claude();
    claude.install(world);
    world.set("ANTHROPIC_API_KEY", "key-that-is-secret");

    Outcome said =
        world.sandboxed(
            "export", "oci", bundle.toString(), "claude", "--network=none", "--", "--version");

    assertThat(said)
        .succeeded()
        .outContains("ANTHROPIC_API_KEY")
        .outContains("runc run --bundle " + bundle);
    assertThat(runc("run", "--bundle", bundle.toString(), "claude"))
        .succeeded()
        .outContains(claude.version());
    assertThat(world.shell("grep -r key-that-is-secret \"$1\"", bundle.toString())).failed();
    // What was written down stays as it is.
    assertThat(world.sandboxed("export", "oci", bundle.toString(), "--network=none", "--", "true"))
        .exitedWith(125)
        .errContains("is not an empty directory");
    assertThat(runc("run", "--bundle", bundle.toString(), "again"))
        .succeeded()
        .outContains(claude.version());
  }

  @Test
  void limitsHoldInside() throws IOException {
    write(
        world.home().resolve(".config/sandboxed/profiles/held.toml"),
        """
        extends = "default"

        [network]
        tier = "none"

        [limits]
        tasks = 32
        open_files = 64
        file_size = "1M"
        tmp_size = "2M"
        """);
    String within =
        """
        ulimit -Hn
        (for i in {1..40}; do sleep 1 & done) 2>&1 | grep -o -m1 'Resource temporarily unavailable'
        (head -c 2000000 /dev/zero >"$TMPDIR/1"); stat -c %s "$TMPDIR/1"
        for i in 2 3 4; do head -c 1000000 /dev/zero >"$TMPDIR/$i"; done
        touch /dev/other
        """;
    assertThat(
            world.sandboxed(
                "export",
                "oci",
                bundle.toString(),
                "--profile=held",
                "--",
                "/bin/bash",
                "-c",
                within))
        .succeeded()
        .outLacks("limits ");

    assertThat(world.shell(within)).outLacks("unavailable").outContains("2000000");
    assertThat(runc("run", "--bundle", bundle.toString(), "held"))
        .outIs("64\nResource temporarily unavailable\n1048576")
        .errContains("No space left on device")
        .errContains("'/dev/other': Read-only file system");
  }

  /** A runtime follows links in what it mounts, and a link there can be an agent's. */
  @Test
  void nothingStartsWhenALinkStandsWhereTheAgentCanWrite() throws IOException {
    write(world.project().resolve("web \\ app/private/key"), "k\n");
    write(
        world.home().resolve(".config/sandboxed/profiles/mine.toml"),
        """
        extends = "default"

        [network]
        tier = "none"

        [filesystem]
        deny = ["web */private"]
        """);
    Path spaced = world.home().resolve("bündle of mine");
    Path written = world.home().resolve("written");
    assertThat(
            world.sandboxed(
                "export",
                "oci",
                spaced.toString(),
                "--profile=mine",
                "--",
                "sh",
                "-c",
                "echo ran; echo agent >\"$1\"",
                "sh",
                written.toString()))
        .succeeded()
        .outContains("runc run --bundle '" + spaced + "' NAME");
    // Its home is in memory.
    assertThat(runc("run", "--bundle", spaced.toString(), "first")).succeeded().outIs("ran");
    assertThat(written).doesNotExist();
    Path moved = world.home().resolve("moved");
    Files.move(spaced, moved);
    assertThat(runc("run", "--bundle", moved.toString(), "moved")).succeeded().outIs("ran");

    Files.move(world.project().resolve("web \\ app"), world.project().resolve("aside"));
    Files.createSymbolicLink(world.project().resolve("web \\ app"), world.home());

    assertThat(runc("run", "--bundle", moved.toString(), "second"))
        .failed()
        .outIs("")
        .errContains("app is not what it was when this bundle was exported");
    assertThat(written).doesNotExist();
    // Without that look, the agent has the home.
    Path configuration = moved.resolve("config.json");
    Files.writeString(
        configuration, Files.readString(configuration).replace("\"hooks\"", "\"annotations-\""));
    assertThat(runc("run", "--bundle", moved.toString(), "third")).succeeded().outIs("ran");
    assertThat(written).hasContent("agent");
  }
}
