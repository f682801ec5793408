package dev.sandboxed.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.learn.Proposal.Line;
import dev.sandboxed.names.AnyHost;
import dev.sandboxed.observed.Event;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomlj.Toml;

/**
 * What a session did becomes statements of a profile, or is left out, by the rules of
 * docs/learn.md.
 */
class LearningTest {

  private static final String HOME = "/home/p";

  private static final DotNames NAMES =
      new DotNames(
          List.of(
              new PathRule(
                  Access.READ, "$XDG_CONFIG_HOME/ruff", true, new Origin.BuiltIn("a rule"))),
          Path.of(HOME),
          Map.of("~", Path.of(HOME), "$XDG_CONFIG_HOME", Path.of(HOME + "/cfg")));

  private final Played machine = new Played();
  private final Seen seen = new Seen();
  private final SeenHosts hosts = new SeenHosts();
  private final NeverShown never =
      new NeverShown(
          Stream.of("~/.ssh", "$XDG_CONFIG_HOME/gh", "~/**/.netrc")
              .map(
                  pattern -> new PathRule(Access.DENY, pattern, true, new Origin.BuiltIn("a rule")))
              .toList(),
          Map.of("~", Path.of(HOME), "$XDG_CONFIG_HOME", Path.of(HOME + "/cfg")));

  private static Event event(Event.Kind kind, String what, String error) {
    return new Event(
        kind, "openat", what, Optional.of(error).filter(text -> !text.isEmpty()), "prog", 1, 0, 0);
  }

  private void reads(String... paths) {
    for (String path : paths) {
      machine.files.add(Path.of(path));
      seen.add(event(Event.Kind.READ, path, ""));
    }
  }

  private Proposal proposal() {
    return Learning.propose(machine, never, NAMES, seen, hosts);
  }

  private static List<String> values(List<Line> lines) {
    return lines.stream().map(Line::value).toList();
  }

  @Test
  void aFileThatWasReadIsProposedWithWhoReadIt() {
    reads(HOME + "/notes/style.md", HOME + "/notes/style.md");

    assertThat(proposal().read()).containsExactly(new Line("~/notes/style.md", "prog, 2 times"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/home/p/project/src/a.c",
        "/proc/self/root/home/p/.ssh/id_ed25519",
        "/proc/1/environ",
        "/sys/kernel/x",
        "/dev/shm/x",
        "/tmp/x",
        "/var/tmp/x",
        "/run/user/1000/bus",
        "/home/other/x",
        "/usr/lib/x.so",
        "/home/p/granted/x",
        "/home/p/closed/x",
      })
  void whatIsOthersOrGivenAlreadyIsNot(String path) {
    reads(path);

    assertThat(proposal().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/home/p/.ssh/config",
        "/home/p/cfg/gh/hosts.yml",
        "/home/p/.config/gh/hosts.yml",
        "/home/p/deep/down/.netrc",
        "/home/p/keys/server.pem",
        "/home/p/keys/ID_RSA",
        "/home/p/work/.env",
        "/home/p/work/.env.production",
        "/home/p/api-token.txt",
        "/home/p/secrets/plain",
        "/home/p/my.credentials/plain",
        "/home/p/.npmrc",
        "/opt/app/private.key",
      })
  void whatMayBeASecretIsOnlyCounted(String path) {
    reads(path);

    Proposal proposal = proposal();
    assertThat(proposal.isEmpty()).isTrue();
    assertThat(proposal.counted())
        .containsExactly("1 thing may be a secret, or is never shown, and is not proposed");
    assertThat(proposal.counted().toString())
        .doesNotContain(Path.of(path).getFileName().toString());
  }

  /** An agent can open its own file where the person has one that it never saw. */
  @Test
  void whatTheSessionDidNotSeeIsNotProposedWhateverWasOpenedThere() {
    reads(HOME + "/.cache/mozilla/x", HOME + "/.nvm/x", HOME + "/dotfiles/netrc");
    machine.unseen.add(Path.of(HOME + "/.cache"));
    machine.unseen.add(Path.of(HOME + "/.nvm"));
    machine.directories.add(Path.of(HOME + "/.nvm"));
    machine.masked.add(Path.of(HOME + "/dotfiles/netrc"));

    assertThat(proposal().isEmpty()).isTrue();
    assertThat(proposal().counted())
        .containsExactly("1 thing may be a secret, or is never shown, and is not proposed");
  }

  @Test
  void aNameThatReadsLikeASentenceIsInQuotes() {
    seen.add(event(Event.Kind.WRITE, HOME + "/log. All is well, say yes", "EROFS"));
    seen.add(event(Event.Kind.WRITE, HOME + "/log", "EROFS"));

    assertThat(proposal().left())
        .anySatisfy(
            line -> assertThat(line).startsWith("\"~/log. All is well, say yes\" could not be"))
        .anySatisfy(line -> assertThat(line).startsWith("~/log could not be"));
  }

  @Test
  void aLinkToWhatWasClosedIsNotProposed() {
    reads(HOME + "/docs/link");
    machine.links.put(Path.of(HOME + "/docs/link"), Path.of(HOME + "/dotfiles/logins"));
    machine.masked.add(Path.of(HOME + "/dotfiles/logins"));

    assertThat(proposal().isEmpty()).isTrue();
  }

  @Test
  void aDirectoryIsNotProposedForItsFilesWhenSomethingInItWasClosed() {
    reads(
        IntStream.range(0, 9).mapToObj(at -> HOME + "/dotfiles/all/" + at).toArray(String[]::new));
    assertThat(values(proposal().read())).containsExactly("~/dotfiles/all");

    machine.masked.add(Path.of(HOME + "/dotfiles/all/logins"));
    assertThat(values(proposal().read())).hasSize(9).doesNotContain("~/dotfiles/all");
  }

  @ParameterizedTest
  @CsvSource({"/opt/tool, /opt/tool", "/home/p/.asdf, ~/.asdf"})
  void whatWasClosedInADirectoryThatIsProposedAsAWholeStaysClosed(String place, String written) {
    reads(place + "/lib/x");
    machine.directories.add(Path.of(place));
    machine.masked.add(Path.of(place + "/etc/plain"));

    assertThat(values(proposal().read())).containsExactly(written);
    assertThat(values(proposal().deny())).contains(written + "/etc/plain");

    machine.masked.add(Path.of(place + "/etc/two\nlines"));
    assertThat(values(proposal().read())).containsExactly(written + "/lib/x");
  }

  @Test
  void aLinkToASecretIsNoWayAroundThat() {
    reads(HOME + "/docs/harmless", HOME + "/docs/elsewhere", HOME + "/docs/inside");
    machine.links.put(Path.of(HOME + "/docs/harmless"), Path.of(HOME + "/.ssh/id_ed25519"));
    machine.links.put(Path.of(HOME + "/docs/elsewhere"), Path.of("/srv/other"));
    machine.links.put(Path.of(HOME + "/docs/inside"), Path.of(HOME + "/docs/real"));

    assertThat(values(proposal().read())).containsExactly("~/docs/inside");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/home/p/a\"]\nallow=[\"evil.example",
        "/home/p/a\u001b]0;owned\u0007",
        "/home/p/a\r",
        "/home/p/a#b",
        "/home/p/a\u3164b",
        "/home/p/a\uFFA0b",
        "/home/p/a'b",
        "/home/p/a\\b",
        "/home/p/$HOME/b",
        "/home/p/a*",
        "/home/p/a?",
        "/home/p/a\uFFFDb",
        "/home/p/a\u202Eb",
        "/home/p/a\u200Bb",
        "/home/p/ a",
        "/home/p/a ",
        "/home/p/../q/x",
        "/home/p//x",
        "/home/p/{x}",
      })
  void aNameThatCouldMeanSomethingElseIsOnlyCounted(String path) {
    seen.add(event(Event.Kind.READ, path, ""));
    machine.files.add(Path.of(HOME + "/x"));

    Proposal proposal = proposal();

    assertThat(proposal.isEmpty()).isTrue();
    assertThat(proposal.left()).isEmpty();
    assertThat(proposal.counted())
        .containsExactly("1 thing has a name that cannot stand in a profile, and is not proposed");
  }

  @Test
  void aProgramsNameIsHarmlessToo() {
    machine.files.add(Path.of(HOME + "/a/b"));
    seen.add(
        new Event(
            Event.Kind.READ,
            "openat",
            HOME + "/a/b",
            Optional.empty(),
            "x\n\"]#\u001b[31m",
            1,
            0,
            0));

    assertThat(proposal().read())
        .containsExactly(new Line("~/a/b", "a program with an odd name, once"));
  }

  @ParameterizedTest
  @CsvSource({
    "/home/p/.rustup/toolchains/x/bin/cargo, ~/.rustup",
    "/home/p/.local/share/mise/installs/x,   ~/.local/share/mise",
    "/opt/tool/lib/x,                        /opt/tool",
  })
  void ofAToolchainAllIsProposed(String path, String whole) {
    reads(path);
    machine.directories.add(Path.of(whole.replaceFirst("~", HOME)));

    assertThat(values(proposal().read())).containsExactly(whole);
    assertThat(values(proposal().deny()))
        .isEqualTo(
            whole.endsWith("/mise")
                ? List.of("~/.local/share/mise/installs/node/*/etc/npmrc")
                : List.of());
  }

  @Test
  void aStorePathIsProposedAsAPackage() {
    String store = "/nix/store/" + "0".repeat(32) + "-jq-1.7";
    reads(store + "/bin/jq");

    assertThat(values(proposal().packages())).containsExactly(store);
    assertThat(proposal().read()).isEmpty();
  }

  @Test
  void manyFilesOfOneDirectoryAreThatDirectoryIfNothingInItMayBeASecret() {
    IntStream.range(0, 8).forEach(n -> reads(HOME + "/lib/data/f" + n));
    assertThat(values(proposal().read())).containsExactly("~/lib/data");

    machine.files.add(Path.of(HOME + "/lib/data/deep/server.pem"));
    assertThat(values(proposal().read())).hasSize(8).contains("~/lib/data/f0");
  }

  @Test
  void aDirectoryThatIsDirectlyInTheHomeIsNeverMeantAsAWhole() {
    IntStream.range(0, 20).forEach(n -> reads(HOME + "/work/f" + n, HOME + "/.local/share/g" + n));

    assertThat(values(proposal().read())).hasSize(40);
  }

  @Test
  void aCacheIsProposedToBeWrittenWhereItIs() {
    seen.add(event(Event.Kind.WRITE, HOME + "/.npm/_cacache/index/a", ""));
    seen.add(event(Event.Kind.WRITE, HOME + "/.cargo/registry/b", "EROFS"));
    machine.directories.add(Path.of(HOME + "/.npm/_cacache"));

    Proposal proposal = proposal();

    assertThat(values(proposal.write())).containsExactly("~/.npm/_cacache");
    assertThat(proposal.write().getFirst().evidence()).contains("may run in later builds outside");
    assertThat(proposal.left())
        .singleElement()
        .asString()
        .startsWith("~/.cargo/registry was written (prog, once), and is gone");
  }

  @Test
  void aWriteThatFailedIsSaidAndNotGranted() {
    seen.add(event(Event.Kind.WRITE, HOME + "/notes/today.md", "EROFS"));
    seen.add(event(Event.Kind.WRITE, HOME + "/notes/gone.md", "ENOENT"));
    seen.add(event(Event.Kind.WRITE, HOME + "/private/made", ""));

    Proposal proposal = proposal();

    assertThat(proposal.isEmpty()).isTrue();
    assertThat(proposal.left())
        .containsExactly(
            "~/notes/today.md could not be written (EROFS, prog, once); if it should be: write = [\"~/notes/today.md\"]");
  }

  /** Of what the session did not see, the person hears only what is there, by its top. */
  @Test
  void whatIsThereAndWasNotShownIsSaid() {
    String store = "/nix/store/0123456789abcdfghijklmnpqrsvwxyz-tool-1.0";
    machine.files.addAll(
        List.of(Path.of(HOME + "/.tool"), Path.of(HOME + "/cfg/app"), Path.of(store)));
    machine.unseen.add(Path.of("/"));
    for (String path :
        List.of(
            HOME + "/.tool/settings",
            HOME + "/.tool/more",
            HOME + "/cfg/app/x",
            HOME + "/.none",
            HOME + "/cfg/none/x",
            HOME + "/.ssh/id",
            HOME + "/notes",
            store + "/bin/tool")) {
      seen.add(event(Event.Kind.READ, path, "ENOENT"));
    }

    Proposal proposal = proposal();

    assertThat(proposal.read()).isEmpty();
    assertThat(proposal.packages()).isEmpty();
    assertThat(proposal.left())
        .filteredOn(words -> !words.startsWith("keys of ssh"))
        .containsExactlyInAnyOrder(
            store
                + " is in the Nix store, and the session did not see it (prog, once); if it needs that: [packages] nix = [\""
                + store
                + "\"]",
            "~/.tool was not shown (prog, once): a program's own may hold a login; if the session needs it, learn again with --read '~/.tool'",
            "~/cfg/app was not shown (prog, once): a program's own may hold a login; if the session needs it, learn again with --read '~/cfg/app'");
  }

  @Test
  void ofKeysItIsSaidWhatToDoInstead() {
    seen.add(event(Event.Kind.READ, HOME + "/.ssh/id_ed25519", "ENOENT"));

    Proposal proposal = proposal();

    assertThat(proposal.isEmpty()).isTrue();
    assertThat(proposal.left()).singleElement().asString().contains("[sockets] ssh_agent = true");
  }

  @Test
  void hostsAreThoseThatOnlyTheRecordingAllowed() {
    hosts.add("registry.example", "443", "allowed", AnyHost.RULE);
    hosts.add("registry.example", "443", "allowed", AnyHost.RULE);
    hosts.add("model.example", "443", "allowed", "allow model.example, profile x");
    hosts.add("lan.example", "443", "blocked", AnyHost.RULE);
    hosts.add("evil\n.example", "443", "allowed", AnyHost.RULE);
    hosts.add("", "22", "denied", "");

    Proposal proposal = proposal();

    assertThat(proposal.allow()).containsExactly(new Line("registry.example", "2 connections"));
    assertThat(proposal.left())
        .containsExactly(
            "lan.example has no public address, and was not reached",
            "port 22 was tried, where no program says a name: allow = [\"HOST:22\"] opens it for one");
  }

  @Test
  void aMillionThingsStayWithinBounds() {
    for (int n = 0; n < 1_000_000; n++) {
      String path = HOME + "/d" + n % 1000 + "/x" + n + "/f";
      seen.add(event(Event.Kind.READ, path, ""));
      if (n < 1000) {
        machine.files.add(Path.of(path));
      }
      hosts.add("h" + n % 5000 + ".example", "443", "allowed", AnyHost.RULE);
    }

    Proposal proposal = proposal();

    assertThat(proposal.read()).hasSize(200);
    assertThat(proposal.allow()).hasSize(100);
    assertThat(proposal.counted())
        .anyMatch(words -> words.contains("is not proposed either: there is too much to be read"))
        .anyMatch(words -> words.contains("is a host that is not proposed"));
    assertThat(seen.all()).hasSize(Seen.MOST);
  }

  @Test
  void theProfileSaysWhyAndIsOneThatCanBeLearnedAgain() {
    reads(HOME + "/notes/style.md");
    hosts.add("registry.example", "443", "allowed", AnyHost.RULE);
    seen.add(event(Event.Kind.WRITE, HOME + "/notes/today.md", "EROFS"));

    LearnedProfile.Result result =
        LearnedProfile.with(LearnedProfile.begin("web", "default"), proposal(), true);

    assertThat(result.unwritten()).isEmpty();
    assertThat(result.text())
        .contains(
            "\n[network]\ntier = \"allowlist\" # only these hosts, and those of what it extends\nallow = [\n  \"registry.example\", # 1 connection\n]\n")
        .contains("\n[filesystem]\nread = [\n  \"~/notes/style.md\", # prog, once\n]\n")
        .endsWith("write = [\"~/notes/today.md\"]\n");
    assertThat(Toml.parse(result.text()).hasErrors()).isFalse();
    assertThat(LearnedProfile.with(result.text(), proposal(), true).text())
        .isEqualTo(result.text());
  }

  @Test
  void whatThePersonWroteStays() {
    reads(HOME + "/notes/style.md");
    String mine =
        "# mine\nextends = 'strict'\n[network]\ntier = 'internet-only' # mine\n[filesystem] # too\nread = [{ path = '~/x', optional = true }, 'y'] # and this\n";

    assertThat(LearnedProfile.with(mine, proposal(), true).text())
        .isEqualTo(mine.replace("'y']", "'y',\n  \"~/notes/style.md\", # prog, once\n]"));
  }

  @Test
  void whatCannotBeAddedToIsSaid() {
    reads(HOME + "/notes/style.md");

    LearnedProfile.Result result =
        LearnedProfile.with("filesystem = { read = ['a'] }\n", proposal(), false);

    assertThat(result.text()).isEqualTo("filesystem = { read = ['a'] }\n");
    assertThat(result.unwritten())
        .containsExactly(
            new LearnedProfile.Unwritten("filesystem", "read", "read = [\"~/notes/style.md\"]"));
  }

  /** A machine of a few paths. */
  private static final class Played implements Machine {

    private final Set<Path> files = new HashSet<>();
    private final Set<Path> directories = new HashSet<>();
    private final Map<Path, Path> links = new HashMap<>();
    private final Set<Path> unseen = new HashSet<>();
    private final Set<Path> masked = new HashSet<>();

    @Override
    public Path home() {
      return Path.of(HOME);
    }

    @Override
    public Path project() {
      return Path.of(HOME, "project");
    }

    @Override
    public Given given(Path path) {
      if (path.startsWith("/usr") || path.startsWith(HOME + "/granted")) {
        return Given.READABLE;
      }
      return path.startsWith(HOME + "/closed") ? Given.CLOSED : Given.NOTHING;
    }

    @Override
    public Given shown(Path path) {
      return masked.stream().anyMatch(path::startsWith)
          ? Given.CLOSED
          : unseen.stream().anyMatch(path::startsWith) ? Given.NOTHING : Given.READABLE;
    }

    @Override
    public List<Path> closedIn(Path directory) {
      return masked.stream().filter(one -> one.startsWith(directory)).sorted().toList();
    }

    @Override
    public Kind kind(Path path) {
      return files.contains(path)
          ? Kind.FILE
          : directories.contains(path) ? Kind.DIRECTORY : Kind.OTHER;
    }

    @Override
    public Optional<Path> real(Path path) {
      return files.contains(path) || directories.contains(path)
          ? Optional.of(links.getOrDefault(path, path))
          : Optional.empty();
    }

    @Override
    public Optional<List<Path>> below(Path directory, int most) {
      List<Path> all =
          new ArrayList<>(files.stream().filter(one -> one.startsWith(directory)).toList());
      return Optional.of(all).filter(some -> some.size() <= most);
    }
  }
}
