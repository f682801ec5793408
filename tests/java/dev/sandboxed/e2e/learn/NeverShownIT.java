package dev.sandboxed.e2e.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** A session that is recorded sees the home, and nothing of what is never shown. */
class NeverShownIT {

  private static final String CANARY = "canary-never-shown";

  // Whatever can be read of anything, by every way that leads there.
  private static final String LOOK =
      """
      for root in "$HOME" /proc/self/root"$HOME" /proc/1/root"$HOME" "$HOME"/.config/../; do
        grep -rsl %s "$root"/ 2>/dev/null
      done
      """
          .formatted(CANARY);

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  private Launch learning(String... more) {
    return Launch.of(world, "learn", "learned", "--quiet", "--yes", "--network=none").with(more);
  }

  /** A place for each entry of the list; one of a pattern is what that matches, deep down. */
  private List<Path> places() throws IOException {
    TomlArray deny =
        Objects.requireNonNull(
            Toml.parse(Checkout.directory().resolve("profiles/learn/never.toml"))
                .getArray("filesystem.deny"));
    List<Path> places = new ArrayList<>();
    for (Object entry : deny.toList()) {
      String pattern = entry instanceof TomlTable table ? table.getString("path") : (String) entry;
      places.addAll(places(Objects.requireNonNull(pattern)));
    }
    return places;
  }

  private List<Path> places(String pattern) {
    boolean glob = pattern.contains("*");
    String sample =
        pattern.replace("**", "work/other/deep").replace("*", "x") + (glob ? "" : "/inner");
    if (sample.startsWith("~/")) {
      return List.of(world.home().resolve(sample.substring(2)));
    }
    String below = sample.substring(sample.indexOf('/') + 1);
    if (sample.startsWith("$XDG_STATE_HOME")) {
      return List.of(world.home().resolve(".local/state").resolve(below));
    }
    String usual = sample.startsWith("$XDG_CONFIG_HOME") ? ".config" : ".local/share";
    String moved = sample.startsWith("$XDG_CONFIG_HOME") ? "moved/config" : "moved/data";
    return Stream.of(usual, moved)
        .map(directory -> world.home().resolve(directory).resolve(below))
        .toList();
  }

  private void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, CANARY + "\n");
  }

  @Test
  void eachEntryOfTheListIsClosedAndTheRestOfTheHomeIsNot() throws IOException {
    world.set("XDG_CONFIG_HOME", world.home().resolve("moved/config").toString());
    world.set("XDG_DATA_HOME", world.home().resolve("moved/data").toString());
    Path open = world.home().resolve("notes/deep/style.md");
    Path listed = world.home().resolve(".rustup/toolchains/settings");
    Path moved = world.home().resolve("moved/config/ruff/ruff.toml");
    for (Path file : List.of(open, listed, moved)) {
      write(file);
    }
    List<Path> closed = new ArrayList<>(places());
    closed.addAll(
        Stream.of(
                ".unknown/login",
                ".unknownrc",
                ".config/unknown/login",
                ".config/unknown.conf",
                ".local/unknown/login",
                ".local/share/unknown/login",
                ".local/state/unknown/login",
                ".cargo/unknown",
                "moved/config/unknown/login",
                "moved/data/unknown/login")
            .map(world.home()::resolve)
            .toList());
    for (Path place : closed) {
      write(place);
    }
    List<String> outside = world.shell(LOOK).out().lines().map(NeverShownIT::place).toList();
    assertThat(outside).containsAll(closed.stream().map(Path::toString).toList());

    Outcome inside = learning().shell(LOOK);

    assertThat(inside.out().lines().map(NeverShownIT::place).distinct())
        .as(inside.describe())
        .containsExactlyInAnyOrder(open.toString(), listed.toString(), moved.toString());
  }

  private static String place(String found) {
    return Path.of(found.replaceFirst("/proc/(self|1)/root", "")).normalize().toString();
  }

  /** By a link, as programs that manage such files make them, or by a variable. */
  @Test
  void aPlaceThatThePersonMovedStaysClosedAndIsNotProposed() throws IOException {
    Path open = world.home().resolve("dotfiles/plain");
    Path linked = world.home().resolve("dotfiles/logins");
    Path unknown = world.home().resolve("dotfiles/unknown/login");
    Path named = world.home().resolve("elsewhere/keys/one");
    Path cached = world.home().resolve("elsewhere/cache/browser/page");
    for (Path file : List.of(open, linked, unknown, named, cached)) {
      write(file);
    }
    world.set("XDG_CACHE_HOME", world.home().resolve("elsewhere/cache").toString());
    Files.createSymbolicLink(world.home().resolve(".netrc"), linked);
    Files.createDirectories(world.home().resolve(".config"));
    Files.createSymbolicLink(world.home().resolve(".config/unknown"), unknown.resolveSibling(""));
    world.set("GNUPGHOME", named.resolveSibling("").toString());
    assertThat(world.shell(LOOK).out())
        .contains(linked.toString(), unknown.toString(), named.toString());

    Outcome inside = learning().shell(LOOK);

    assertThat(inside.out().lines().map(NeverShownIT::place).distinct())
        .as(inside.describe())
        .containsExactly(open.toString());
    assertThat(profile()).contains("\"~/dotfiles/plain\"").doesNotContain("logins", "elsewhere");
  }

  @Test
  void aProgramsOwnThatIsNotKnownIsSaidAndIsThereWhereThePersonSaysSo() throws IOException {
    write(world.home().resolve(".config/unknown/settings"));
    String look = "cat ~/.config/unknown/settings";

    OutcomeAssert.assertThat(learning().shell(look))
        .failed()
        .outLacks(CANARY)
        .errContains(
            "learn: not granted: ~/.config/unknown was not shown (cat, once): a program's own may hold a login; if the session needs it, learn again with --read '~/.config/unknown'");
    OutcomeAssert.assertThat(learning("--read=~/.config/unknown").shell(look))
        .succeeded()
        .outContains(CANARY);
  }

  /** No name of a profile has a slash, and the lowest profile of such a session has. */
  @Test
  void aProfileOfThePersonsThatIsCalledLearnMakesNoRecordedSession() {
    Profiles.write(world, "learn", "extends = \"default\"\n");
    OutcomeAssert.assertThat(
            Launch.quietly(world)
                .with("--profile=learn", "--network=none", "--observe")
                .shell("true"))
        .succeeded();
    String session =
        world
            .sandboxed("audit", "--json")
            .out()
            .replaceAll("(?s).*\"session\":\"([^\"]+)\".*", "$1");
    OutcomeAssert.assertThat(world.sandboxed("learn", "learned", "--from", session, "--yes"))
        .failed()
        .errContains("was not recorded to learn from it");
    assertThat(world.home().resolve(".config/sandboxed/profiles/learned.toml")).doesNotExist();
  }

  /** Its own file, with the name of one that it cannot see. */
  @Test
  void whatAnAgentMadeItselfIsNotProposed() throws IOException {
    write(world.home().resolve(".cache/browser/cookies"));
    write(world.home().resolve("notes/plain"));

    OutcomeAssert.assertThat(
            learning()
                .shell(
                    "mkdir -p ~/.cache/browser; echo mine >~/.cache/browser/cookies; cat ~/.cache/browser/cookies ~/notes/plain"))
        .succeeded()
        .outContains("mine");

    assertThat(profile()).contains("\"~/notes/plain\"").doesNotContain("cookies");
  }

  @Test
  void aDirectoryThatCannotBeListedIsLeftOut() throws IOException {
    Path open = world.home().resolve("notes/plain");
    write(open);
    write(world.home().resolve("closed/inner"));
    OutcomeAssert.assertThat(world.shell("chmod 311 ~/closed")).succeeded();

    OutcomeAssert.assertThat(learning().shell("cat ~/notes/plain; cat ~/closed/inner; true"))
        .succeeded()
        .errLacks("cannot look into");

    assertThat(profile()).contains("\"~/notes/plain\"").doesNotContain("closed");
    OutcomeAssert.assertThat(world.shell("cat ~/closed/inner; chmod 700 ~/closed"))
        .outContains(CANARY);
  }

  private String profile() throws IOException {
    return Files.readString(world.home().resolve(".config/sandboxed/profiles/learned.toml"));
  }

  @Test
  void noSocketAndNothingOfSandboxedIsOpen() {
    String connect =
        "import socket,sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1]); print('connected')";
    String listen =
        "mkdir -p ~/run && /usr/bin/python3 -c 'import socket; s=socket.socket(socket.AF_UNIX); s.bind(\"'$HOME'/run/s\"); s.listen(); s.accept()' & "
            + "until [ -S ~/run/s ]; do sleep 0.05; done; echo there; wait";
    Profiles.write(world, "mine", "extends = \"default\"\n");
    OutcomeAssert.assertThat(learning().shell("true")).succeeded();
    var listening = world.start("sh", "-c", listen).waitUntilPrints("there");

    OutcomeAssert.assertThat(
            learning()
                .shell(
                    "/usr/bin/python3 -c \"$1\" ~/run/s; cat ~/.config/sandboxed/profiles/mine.toml; ls ~/.local/state/sandboxed/trail",
                    connect))
        .failed()
        .outLacks("connected")
        .outLacks("extends")
        .outLacks("trail.jsonl");

    OutcomeAssert.assertThat(
            world.shell(
                "/usr/bin/python3 -c \"$1\" ~/run/s; cat ~/.config/sandboxed/profiles/mine.toml; ls ~/.local/state/sandboxed/trail",
                connect))
        .outContains("connected")
        .outContains("extends")
        .outContains("trail.jsonl");
    listening.finish();
  }

  @Test
  void nothingMoreCanBeWrittenThanWithTheProfile() throws IOException {
    write(world.home().resolve("notes/mine"));

    OutcomeAssert.assertThat(
            learning()
                .shell(
                    "echo changed >~/notes/mine; echo new >~/notes/new; rm -f ~/notes/mine; mv ~/notes ~/other; echo made >~/made; cat ~/made"))
        .outContains("made")
        .errContains("Read-only file system");

    assertThat(Files.readString(world.home().resolve("notes/mine"))).isEqualTo(CANARY + "\n");
    assertThat(world.home().resolve("notes/new")).doesNotExist();
    assertThat(world.home().resolve("made")).doesNotExist();
    assertThat(world.home().resolve("other")).doesNotExist();
  }

  @Test
  void itIsSaidBeforehandAndNobodyCanStartItInside() {
    OutcomeAssert.assertThat(learning().shell("true"))
        .errContains(
            "learn: this session can read your home and /opt, but not what programs keep there under names with a dot")
        .errContains("learn: it has no network; what it opens is written down");

    OutcomeAssert.assertThat(
            learning("--read=" + Checkout.directory())
                .shell("\"$1\" learn other -- true", Checkout.program("sandboxed").toString()))
        .failed();
  }
}
