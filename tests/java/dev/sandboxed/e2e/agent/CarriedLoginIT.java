package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static java.util.stream.Collectors.joining;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Running;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A login that its agent replaces, by renaming a new file over the old one, lasts as any other. */
class CarriedLoginIT {

  private static final String RENEW = "echo '{\"t\": \"%s\"}' >new && mv new auth.json; ";
  private static final String LOGIN = "{\"t\": \"%s\"}";

  private final HostWorld world = HostWorld.create();

  @BeforeEach
  void furnish() {
    define("auth.json");
    world.installScript("renamer", "cd ~/.renamer\neval \"$1\"\n");
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  private void define(String file) {
    Profiles.write(
        world,
        "agents/renamer",
        """
        command = ["renamer"]
        [state]
        directory = "~/.renamer"
        credentials = [{ file = "%s", replaced = true }]
        """
            .formatted(file));
  }

  private void onHost(String login) {
    assertThat(world.shell("mkdir -p ~/.renamer && cd ~/.renamer && " + RENEW.formatted(login)))
        .succeeded();
  }

  private void hostHas(String login) {
    assertThat(world.shell("cd ~/.renamer && cat auth.json && stat -c %F:%a auth.json && ls -A"))
        .outIs(LOGIN.formatted(login) + "\nregular file:600\nauth.json");
  }

  private static List<String> words(String code, String... options) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(Checkout.program("sandboxed").toString(), "run", "--network=none"));
    words.addAll(List.of(options));
    words.addAll(List.of("--quiet", "renamer", code));
    return words;
  }

  private Outcome inside(String code, String... options) {
    return world.run(words(code, options).toArray(String[]::new));
  }

  private Running session(Path project, String code, String... options) {
    Running session = world.start(project, words("echo up; " + code, options));
    session.waitUntilPrints("up");
    return session;
  }

  /** Waits inside for a login. */
  private static String until(String login) {
    return "until grep -qs '\"" + login + "\"' auth.json; do sleep 0.05; done; ";
  }

  @Test
  @Flips(agent = {"state.credentials.file", "state.credentials.replaced"})
  void whatASessionRenewsIsThereForTheHostAndForEveryOtherSession() {
    onHost("host");
    Running waiting =
        session(world.otherProject(), until("one") + RENEW.formatted("two") + until("three"));

    assertThat(inside("cat auth.json; " + RENEW.formatted("one") + until("two") + "echo got two"))
        .outIs(LOGIN.formatted("host") + "\ngot two");
    hostHas("two");
    onHost("three");

    assertThat(waiting.finish()).succeeded();
    assertThat(world.shell("cat ~/.renamer/auth.json")).outIs(LOGIN.formatted("three"));
    assertThat(world.shell("find ~/.local/state/sandboxed -name '*auth.json*'")).outIs("");
  }

  @Test
  void aLoginMadeInsideIsThereForAllProjectsUntilItIsRemoved() {
    // The state may be on another disk.
    assertThat(world.shell("mkdir -p ~/.local ~/disk && ln -s ~/disk ~/.local/state")).succeeded();
    assertThat(inside("ls -A; " + RENEW.formatted("first"))).outIs("");
    assertThat(session(world.otherProject(), "cat auth.json").finish())
        .outIs("up\n" + LOGIN.formatted("first"));

    assertThat(world.shell("rm ~/.local/state/sandboxed/logins/renamer/auth.json")).succeeded();
    assertThat(inside("ls -A")).outIs("");
    assertThat(world.shell("ls -A ~/.renamer 2>&1")).failed();
  }

  @Test
  void whatIsNoLoginReplacesNone() {
    onHost("host");
    world.run("chmod", "600", world.home() + "/.renamer/auth.json");

    for (String nothing :
        List.of(
            "rm auth.json",
            ": >new; mv new auth.json",
            "echo '{ }' >auth.json",
            "echo '[]' >auth.json",
            ": >auth.json",
            "echo '{\"half' >auth.json",
            "rm auth.json; mkfifo auth.json",
            "rm auth.json; mkdir auth.json; rmdir auth.json")) {
      assertThat(inside("grep -o host auth.json; " + nothing)).outIs("host");
      hostHas("host");
    }
    // One that is dated ahead counts, but as one of now.
    assertThat(inside(RENEW.formatted("ahead") + "touch -d 2099-01-01 auth.json")).succeeded();
    hostHas("ahead");
    assertThat(world.shell("find ~/.renamer/auth.json -newermt 2098-01-01")).outIs("");
  }

  /** To lock something it is enough that it can be read. */
  @Test
  void aProgramThatLocksWhateverItCanReadHoldsUpNoLogin() {
    onHost("host");
    world.run("chmod", "600", world.home() + "/.renamer/auth.json");
    Running locker =
        world.start(
            world.otherProject(),
            List.of(
                Checkout.program("sandboxed").toString(),
                "run",
                "--network=none",
                "--quiet",
                "--read=" + world.home().resolve(".renamer"),
                "--",
                "flock",
                world.home().resolve(".renamer").toString(),
                "sh",
                "-c",
                "echo locked; exec sleep 1000"));
    locker.waitUntilPrints("locked");

    assertThat(inside("cat auth.json; " + RENEW.formatted("new")))
        .outIs(LOGIN.formatted("host"))
        .errIsEmpty();
    hostHas("new");
    locker.killHard();
  }

  @Test
  void anAgentCannotKeepTheLauncherBusy() {
    onHost("host");
    world.run("chmod", "600", world.home() + "/.renamer/auth.json");
    // What it costs to look at nothing but blanks must not grow with their square.
    String blanks = "head -c 1000000 /dev/zero | tr '\\0' ' ' >auth.json";

    Outcome limited =
        world.shell(
            "ulimit -t 5; exec "
                + words(blanks).stream().map(word -> "\"" + word + "\"").collect(joining(" ")));

    assertThat(limited).exitedWith(0).outIs("").errIsEmpty();
    hostHas("host");
  }

  @Test
  void anAgentCannotHaveTheLauncherReadAnotherFile() {
    define("login");
    assertThat(
            world.shell(
                "mkdir ~/.renamer; cd ~/.renamer; echo mine >login; touch -d 2020-01-01 login"))
        .succeeded();
    String key = world.home() + "/.ssh/id_rsa";

    assertThat(inside("rm login; ln -s " + key + " login; sleep 2.5")).succeeded();

    assertThat(world.shell("cat ~/.renamer/login")).outIs("mine");
    // Outside, it would have been found.
    assertThat(world.run("cat", key)).outIs(world.sshKey());
  }

  @Test
  void anotherSandboxCannotLeadTheLoginElsewhere() {
    Profiles.write(
        world,
        "agents/deep",
        """
        command = ["deep"]
        [state]
        directory = "~/.deep/place"
        credentials = [{ file = "auth.json", replaced = true }]
        """);
    world.installScript("deep", "cd ~/.deep/place\neval \"$1\"\n");
    assertThat(
            world.shell(
                "umask 077; mkdir -p ~/.deep/place ~/.other; cd ~/.other; echo '%s' >~/.deep/place/auth.json; echo '%s' >auth.json"
                    .formatted(LOGIN.formatted("host"), LOGIN.formatted("other"))))
        .succeeded();
    String sandboxed = Checkout.program("sandboxed").toString();
    Running session =
        world.start(
            world.otherProject(),
            List.of(
                sandboxed,
                "run",
                "--network=none",
                "--quiet",
                "deep",
                "echo up; until [ -e ~/work/other/led ]; do sleep 0.05; done;"
                    + " for _ in $(seq 50); do touch -d 2001-01-01 auth.json; sleep 0.05; done;"
                    // Put back, and not about to be: what is renewed just then would be gone.
                    + " touch -d 2001-01-02 before;"
                    + " until [ auth.json -nt before ]; do sleep 0.05; done; rm before;"
                    + " cat auth.json; "
                    + RENEW.formatted("new")));
    session.waitUntilPrints("up");
    String lead = "cd ~/.deep; mv place was; ln -s ../.other place";

    assertThat(
            world.run(
                sandboxed,
                "run",
                "--network=none",
                "--quiet",
                "--write=" + world.home().resolve(".deep"),
                "--write=" + world.otherProject(),
                "--",
                "sh",
                "-c",
                lead + "; touch ~/work/other/led"))
        .succeeded();

    assertThat(session.finish()).outIs("up\n" + LOGIN.formatted("host"));
    assertThat(world.shell("cat ~/.deep/place/auth.json ~/.deep/was/auth.json"))
        .outIs(LOGIN.formatted("other") + "\n" + LOGIN.formatted("new"));
    // Nor in a later session.
    assertThat(world.run(sandboxed, "run", "--network=none", "--quiet", "deep", "cat auth.json"))
        .exitedWith(125)
        .outIs("")
        .errContains("an agent may have chosen that file");
    assertThat(
            world.run(
                sandboxed,
                "run",
                "--network=none",
                "--quiet",
                "--auth=none",
                "deep",
                "wc -c <auth.json"))
        .outIs("0");
  }

  @Test
  void withoutTheRightToRenewNothingComesBackAndWithoutAnyItIsNotThere() {
    onHost("host");
    world.run("chmod", "600", world.home() + "/.renamer/auth.json");

    assertThat(inside("cat auth.json; " + RENEW.formatted("mine"), "--auth=readonly"))
        .outIs(LOGIN.formatted("host"));
    hostHas("host");
    // Nor if the session is killed, which leaves it there for the next one to find.
    Running killed =
        session(
            world.project(), RENEW.formatted("mine") + "echo made; sleep 1000", "--auth=readonly");
    killed.waitUntilPrints("made");
    killed.killHard();
    assertThat(inside("cat auth.json")).outIs(LOGIN.formatted("host"));
    hostHas("host");
    String replace = "wc -c <auth.json; echo x >new; mv new auth.json 2>&- || echo closed";
    assertThat(inside(replace, "--auth=none")).outIs("0\nclosed");
    hostHas("host");
    assertThat(inside("cat auth.json")).outIs(LOGIN.formatted("host"));
    assertThat(inside("ls -A", "--state=ephemeral")).outIs("");

    Running with = session(world.project(), "until [ -e over ]; do sleep 0.05; done");
    assertThat(inside("cat auth.json", "--auth=none"))
        .exitedWith(125)
        .outIs("")
        .errContains("the login in auth.json cannot be closed: a session with another --auth runs");
    assertThat(inside("cat auth.json", "--auth=readonly"))
        .exitedWith(125)
        .outIs("")
        .errContains(
            "the login in auth.json cannot be carried: a session with another --auth runs");
    assertThat(inside("touch over")).succeeded();
    assertThat(with.finish()).succeeded();
  }
}
