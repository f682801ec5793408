package dev.sandboxed.e2e.session;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After a session that was observed, a person hears exactly what it was refused, and why. */
class ObserveIT {

  private final HostWorld world = HostWorld.create();

  @BeforeEach
  void files() {
    assertThat(
            world.shell(
                """
                set -e
                mkdir -p ~/hidden ~/shown ~/scratch .git/hooks guarded
                cd ~/hidden
                mkdir list chdir rmdir create mkdir symlink
                for file in open append stat lstat execute chmod chown utime truncate unlink rename link target; do
                  echo secret >"$file"
                done
                chmod 755 execute
                ln -s open readlink
                perl -e 'socket(S, 1, 1, 0); bind(S, pack "S a*", 1, "socket") or die $!'
                cd ~/shown
                mkdir clear covered
                for file in write remove mode time cut masked closed covered/inner; do echo x >"$file"; done
                ln -s ../hidden/target leading
                chmod 000 closed
                echo x >~/scratch/fixed
                chmod 444 ~/scratch/fixed
                """))
        .succeeded();
    profile("denials = true");
  }

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  private void profile(String observe) {
    Profiles.write(
        world,
        "watched",
        """
        extends = "default"
        network.tier = "none"
        [filesystem]
        read = ["~/shown"]
        write = ["~/scratch"]
        deny = ["~/shown/masked", "~/shown/covered"]
        protect = ["./guarded"]
        masks = "closed"
        [observe]
        """
            + observe);
  }

  private Launch watched() {
    return Launch.quietly(world).with("--profile", "watched");
  }

  private JsonNode told(String... more) {
    List<String> words = new ArrayList<>(List.of("denials", "--json"));
    words.addAll(List.of(more));
    try {
      return new ObjectMapper()
          .readTree(world.sandboxed(words.toArray(String[]::new)).out())
          .path("tried");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> lines(JsonNode tried) {
    List<String> lines = new ArrayList<>();
    String home = world.home().toString();
    tried.forEach(one ->
        lines.add(
            "%s %s %s %s%s"
                .formatted(
                    one.path("outcome").asText(),
                    one.path("kind").asText(),
                    one.path("what")
                        .asText()
                        .replace(world.project().toString(), ".")
                        .replace(home, "~"),
                    one.path("error").asText(),
                    one.path("rule").asText().replaceFirst("^.*watched.toml:|^[^:]*$", " "))));
    return lines.stream().map(String::strip).toList();
  }

  private static String script(String name) {
    try {
      return Files.readString(Checkout.directory().resolve("tests/perl").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Flips(profile = "observe.denials")
  void eachThingThatWasTriedIsToldOnceWithItsRuleAndNothingElse() {
    Outcome session =
        watched()
            .command(
                "perl",
                "-e",
                script("refused"),
                world.home().toString(),
                world.project().toString());
    assertThat(session).succeeded().outContains("\nend").outLacks(" done");
    assertThat(session).errContains("43 things were refused: ").errContains(" denials\n");

    assertThat(lines(told()))
        .containsExactlyInAnyOrder(
            "hidden read ~/hidden/open ENOENT",
            "hidden write ~/hidden/append ENOENT",
            "hidden list ~/hidden/list ENOENT",
            "hidden read ~/hidden/stat ENOENT",
            "hidden read ~/hidden/lstat ENOENT",
            "hidden read ~/hidden/readlink ENOENT",
            "hidden list ~/hidden/chdir ENOENT",
            "hidden execute ~/hidden/execute ENOENT",
            "hidden write ~/hidden/chmod ENOENT",
            "hidden write ~/hidden/chown ENOENT",
            "hidden write ~/hidden/utime ENOENT",
            "hidden write ~/hidden/truncate ENOENT",
            "hidden read ~/hidden/unlink ENOENT",
            "hidden write ~/hidden/rmdir ENOENT",
            "hidden write ~/hidden/rename ENOENT",
            "hidden write ~/hidden/link ENOENT",
            "hidden write ~/hidden/create/new ENOENT",
            "hidden write ~/hidden/mkdir/new ENOENT",
            "hidden write ~/hidden/symlink/new ENOENT",
            "hidden connect ~/hidden/socket ENOENT",
            "hidden read ~/shown/leading ENOENT",
            "read-only write ~/shown/write EROFS 4:9",
            "read-only write ~/shown/make EROFS 4:9",
            "read-only write ~/shown/remove EROFS 4:9",
            "read-only write ~/shown/move EROFS 4:9",
            "read-only write ~/shown/mode EROFS 4:9",
            "read-only write ~/shown/time EROFS 4:9",
            "read-only write ~/shown/cut EROFS 4:9",
            "read-only write ~/shown/lead EROFS 4:9",
            "read-only write ~/shown/clear EROFS 4:9",
            "read-only write ./.git/hooks/pre-commit EROFS",
            "read-only write ./guarded EBUSY 7:12",
            "read-only write /usr/made EROFS",
            "read-only write /made EROFS",
            "masked read ~/shown/masked EACCES 6:9",
            "masked list ~/shown/covered EACCES 6:27",
            "masked read ~/shown/covered/inner EACCES 6:27",
            "mode read ~/shown/closed EACCES",
            "mode execute ~/shown/write EACCES",
            "mode write ~/scratch/fixed EACCES",
            "address connect 192.0.2.1:80 ENETUNREACH 2:16",
            "address connect 127.0.0.1:9 ECONNREFUSED 2:16",
            "address connect @nobody-listens ECONNREFUSED 2:16");
    // Folded away, and not forgotten.
    assertThat(lines(told("--all"))).contains("absent read ~/nowhere/50 ENOENT");
    assertThat(
            world.sandboxed(
                "denials", "--about", "EACCES: open '" + world.home() + "/shown/closed'"))
        .succeeded()
        .outContains("/shown/closed  mode: read once, EACCES, by perl; its own permissions")
        .outLacks("hidden");

    // What is offered does what it says.
    assertThat(
            watched()
                .with("--observe=none", "--read", "~/hidden/open", "--read", "~/shown/masked")
                .with("--write", "./guarded")
                .shell("cat ~/hidden/open ~/shown/masked && echo >guarded/new && echo changed"))
        .outIs("secret\nx\nchanged")
        .errLacks("refused");
  }

  @Test
  @Flips(profile = "observe.calls")
  void whatTheFilterRefusesIsToldWhereThatIsAskedFor() {
    String tries =
        "unshare --user true; mount -t tmpfs x /mnt; chmod u+s \"$0\"; perl -e 'socket(my $s, 40, 1, 0)'; chmod u+s README.md; true";
    assertThat(watched().shell(tries)).succeeded();
    assertThat(lines(told())).noneMatch(line -> line.startsWith("call "));

    profile("denials = true\ncalls = true");
    assertThat(watched().shell(tries)).succeeded();
    assertThat(lines(told()))
        .anyMatch(line -> line.startsWith("call call AF_VSOCK") && line.endsWith(" EAFNOSUPPORT"))
        .contains("call write ./README.md EPERM");
  }

  @Test
  void theAgentSeesWhatItWasRefusedAndNothingOfWhatIsHidden() {
    assertThat(
            watched()
                .shell(
                    """
                    cat ~/hidden/open ~/nowhere/x; echo >~/shown/write; head ~/shown/masked
                    until grep -q shown/masked /run/sandboxed/files.jsonl; do :; done
                    cat /run/sandboxed/files.jsonl; echo >>/run/sandboxed/files.jsonl || echo read-only
                    grep -A1 files.jsonl /SANDBOX.md
                    """))
        .outContains("/shown/write\",\"error\":\"EROFS\"")
        .outContains("/shown/masked\",\"error\":\"EACCES\"")
        .outContains("\nread-only\n")
        .outContains("policy, not an outage")
        .outLacks("hidden")
        .outLacks("nowhere");
    assertThat(watched().with("--observe=none").shell("ls /run/sandboxed /SANDBOX.md"))
        .outIs("/SANDBOX.md");
  }

  @Test
  void namesCanNeitherDrawNorBreakAnything() {
    assertThat(
            watched()
                .shell(
                    """
                    cd ~/shown
                    mkdir "$(printf 'a\\nsandboxed: owned')" "$(printf '\\033[31mred\\007')" 'quo"te\\' "$(printf 'latin-\\377')"
                    perl -e '$0 = "evil\\n\\e[2J"; mkdir "by-evil"'
                    mkdir 'x" = 1, or --write /' 'a<b>' '= -1 EACCES (x)'
                    true
                    """))
        .succeeded();
    assertThat(lines(told()))
        .containsExactlyInAnyOrder(
            "read-only write ~/shown/a\nsandboxed: owned EROFS 4:9",
            "read-only write ~/shown/\u001b[31mred\u0007 EROFS 4:9",
            "read-only write ~/shown/quo\"te\\ EROFS 4:9",
            "read-only write ~/shown/latin-\uFFFD EROFS 4:9",
            "read-only write ~/shown/by-evil EROFS 4:9",
            "read-only write ~/shown/x\" = 1, or --write / EROFS 4:9",
            "read-only write ~/shown/a<b> EROFS 4:9",
            "read-only write ~/shown/= -1 EACCES (x) EROFS 4:9");
    Outcome shown = world.sandboxed("denials");
    assertThat(shown)
        .outContains("/shown/a\\nsandboxed: owned\"  read-only")
        .outLacks("\nsandboxed: owned")
        .outLacks("\u001b")
        .outLacks("\u0007")
        .outContains("--write ~/shown: ");
  }

  @Test
  void whatIsTriedAgainAndAgainStaysInBounds() throws IOException {
    assertThat(
            watched()
                .shell(
                    "perl -e 'for (1 .. 20000) { mkdir \"/usr/made-$_\"; open my $f, \"<\", \"/nowhere-$_\"; mkdir \"/usr/one\" }'"))
        .succeeded();
    JsonNode told = told();
    assertThat(told).hasSizeBetween(5_000, 8_000);
    assertThat(lines(told)).contains("read-only write /usr/one EROFS");
    Path kept = world.home().resolve(".local/state/sandboxed/observed");
    try (var files = Files.list(kept)) {
      assertThat(files).allMatch(file -> file.toFile().length() < 30 << 20);
    }
  }

  @Test
  void aMillionOfThemAreFoldedWithinBounds() {
    assertThat(
            world.shell(
                """
                cd "$2"
                perl -e 'sub hex_ { join "", map { sprintf "\\\\x%02x", ord } split //, shift }
                  my $sh = hex_("sh");
                  print "1<$sh> 1.0 execve(\\"\\\\x2f\\", [], 0x1) = 0\\n";
                  print "2<$sh> 1.0 execve(\\"\\\\x2f\\", [], 0x1) = 0\\n" x 2;
                  for my $at (1 .. 1000000) {
                    my $name = hex_($at % 2 ? "/usr/same" : "/usr/other-$at");
                    printf "2<$sh> %d.5 mkdir(\\"$name\\", 0777) = -1 EROFS (Read-only file system)\\n", 2 + $at;
                  }
                  print "1<$sh> 9.9 +++ exited with 0 +++\\n"' \
                  | (ulimit -v 1000000; perl "$1/src/main/perl/observed" no many.jsonl view.jsonl)
                wc -l <many.jsonl; wc -l <view.jsonl; head -n 1 many.jsonl; tail -n 1 many.jsonl
                """,
                Checkout.directory().toString(), world.backstage().toString()))
        .succeeded()
        .outContains("8001\n1000\n")
        .outContains(
            "\"what\":\"/usr/same\",\"error\":\"EROFS\",\"program\":\"sh\",\"times\":500000,")
        .outContains("{\"others\":492001,\"strange\":0,\"ended\":true,\"whole\":true}");
  }
}
