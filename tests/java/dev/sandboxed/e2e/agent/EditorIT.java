package dev.sandboxed.e2e.agent;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.model.MessagesApiStub;
import dev.sandboxed.e2e.model.ModelStub;
import dev.sandboxed.e2e.world.AgentScript;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.Flips;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.RealAgent;
import dev.sandboxed.e2e.world.Running;
import dev.sandboxed.e2e.world.StandInEditor;
import dev.sandboxed.e2e.world.Terminal;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The agent reaches the person's editor where a profile says so, and nothing else by that. */
class EditorIT {

  // What is in the directory of the locks, and which port the agent is told.
  private static final String LOOK =
      "ls -A ~/.claude/ide 2>/dev/null; echo port $CLAUDE_CODE_SSE_PORT";

  private static final String CONNECT =
      "bash -c '(exec 3<>/dev/tcp/127.0.0.1/$0) 2>/dev/null && echo open || echo closed' ";

  // Needs no time: where nobody is, the kernel says so at once.
  private static final String DATAGRAM =
      """
      perl -e 'use Socket; socket(S, PF_INET, SOCK_DGRAM, 17);
        connect(S, pack_sockaddr_in(shift, inet_aton("127.0.0.1"))); send(S, "hello", 0);
        print defined(recv(S, my $answer, 9, 0)) ? "open\\n" : "closed\\n"'\
      """;

  // Signs in with the token that is its second word, and shows what the editor says.
  private static final String SIGN_IN =
      """
      bash -c 'exec 3<>/dev/tcp/127.0.0.1/$0; printf "GET / HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nUpgrade: websocket\\r
      Connection: Upgrade\\r\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\nSec-WebSocket-Version: 13\\r
      X-Claude-Code-Ide-Authorization: $1\\r\\n\\r\\n" >&3; head -n 4 <&3 | tr -d "\\r"'\
      """;

  private static final String TOKEN =
      "$(sed 's/.*\"authToken\":\"//; s/\".*//' ~/.claude/ide/*.lock)";

  // Listens at a free port of the loopback, and writes that down.
  private static final String SERVER =
      """
      use Socket; $| = 1; socket(S, PF_INET, SOCK_STREAM, 0); bind(S, pack_sockaddr_in(0, inet_aton("127.0.0.1")));
      listen(S, 5); open(F, ">", shift); print F (unpack_sockaddr_in(getsockname(S)))[0]; close(F);
      print "listening\\n"; accept(G, S) while 1\
      """;

  private static final String EDITING = "--profile=editing";

  private final HostWorld world = HostWorld.create();
  private final StandInEditor editor = new StandInEditor();
  private final StandInEditor other = new StandInEditor();
  private final AgentScript agent = AgentScript.installed(world);

  @BeforeEach
  void ask() {
    Profiles.write(world, "editing", "extends = 'default'\n[ide]\nconnect = true\n");
  }

  @AfterEach
  void tearDown() {
    other.close();
    editor.close();
    world.close();
  }

  @Test
  void claudeInsideTellsItsModelWhatIsSelectedInTheEditor() {
    RealAgent.claude().install(world);
    editor.opens(world, world.project());
    assertThat(
            world.shell(
                """
                printf '{"projects": {"%s": {"hasTrustDialogAccepted": true}},
                  "customApiKeyResponses": {"approved": ["the-key"], "rejected": []}}' "$PWD" >~/.claude.json
                """))
        .succeeded();
    world.install("sandboxed", Checkout.program("sandboxed"));
    try (ModelStub model = MessagesApiStub.asking()) {
      Profiles.reach(world, model);
      world.set("ANTHROPIC_BASE_URL", model.baseUrl()).set("ANTHROPIC_API_KEY", "the-key");
      world.set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
      try (Terminal terminal = Terminal.bash(world)) {
        terminal.enter("sandboxed run --quiet " + EDITING + " claude").waitUntilShows("❯");
        editor.waitUntilTold("ide_connected");
        terminal.waitUntil(
            "that something is selected",
            screen -> {
              editor.select();
              return screen.contains("⧉");
            });
        terminal.enter("Please.").waitUntilShows(ModelStub.FAREWELL);
      }
      assertThat(model.requests())
          .anyMatch(request -> request.body().toString().contains(StandInEditor.SELECTED));
    }
    assertThat(editor.heard()).doesNotContain("refused");
    assertThat(editor.place(world)).exists();
  }

  @Test
  void onlyThePortOfTheEditorIsOpenAndOnlyOverTcp() throws IOException {
    editor.opens(world, world.project());
    try (DatagramSocket echo =
        new DatagramSocket(editor.port(), InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answer(echo));
      String probes =
          CONNECT
              + editor.port()
              + "\n"
              + CONNECT
              + other.port()
              + "\n"
              + DATAGRAM
              + " "
              + editor.port();
      assertThat(world.shell(probes)).outIs("open\nopen\nopen");

      assertThat(agent.run(probes, EDITING)).succeeded().outIs("open\nclosed\nclosed");
      assertThat(agent.run(probes)).succeeded().outIs("closed\nclosed\nclosed");
      assertThat(agent.run(probes, EDITING, "--reach=127.0.0.1:" + editor.port()))
          .outIs("open\nclosed\nopen");
    }
  }

  @Test
  @Flips(
      profile = "ide.connect",
      agent = {"ide.locks", "ide.port"})
  void theKeyDecidesAndALaterLayerMayTakeItBack() {
    editor.opens(world, world.project());
    other.opens(world, world.otherProject());
    Profiles.write(world, "not", "extends = 'editing'\n[ide]\nconnect = false\n");

    assertThat(agent.run(LOOK, EDITING))
        .outIs("%1$d.lock\nport %1$d".formatted(editor.port()))
        .errContains("editors    127.0.0.1:" + editor.port())
        .errContains("Stand-in (port " + editor.port() + ")");
    assertThat(agent.run(LOOK, "--profile=not")).outIs("port");
    assertThat(agent.run(LOOK)).outIs("port").errLacks("Stand-in");
    assertThat(agent.runIn(world.otherProject(), LOOK, EDITING))
        .outIs("%1$d.lock\nport %1$d".formatted(other.port()));
    assertThat(
            world.sandboxed(
                "explain", EDITING, "claude", "127.0.0.1:" + editor.port(), "CLAUDE_CODE_SSE_PORT"))
        .outContains("editing.toml:3:");
  }

  @Test
  void whoHasTheTokenOfTheLockSignsInAndNobodyElse() {
    editor.opens(world, world.project());

    assertThat(agent.run(SIGN_IN + " " + editor.port() + " " + TOKEN, EDITING))
        .outContains("101 Switching Protocols")
        .outContains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    assertThat(agent.run(SIGN_IN + " " + editor.port() + " token-of-nobody", EDITING))
        .outContains("401 Unauthorized");
  }

  @Test
  void theDirectoryOfTheLocksTakesNothingAndLosesNothing() {
    editor.opens(world, world.project());
    String lock = "~/.claude/ide/" + editor.port() + ".lock";
    String attack =
        "echo {} >~/.claude/ide/1.lock; rm -f %1$s; mv %1$s ~/away; echo {} >%1$s; mv ~/.claude/ide ~/.claude/away; %2$s"
            .formatted(lock, LOOK);

    assertThat(agent.run(attack, EDITING)).outIs("%1$d.lock\nport %1$d".formatted(editor.port()));
    assertThat(editor.place(world)).hasContent(editor.lock(world.project()));
    assertThat(agent.run(LOOK)).outIs("port");
  }

  /** An editor that was started with the same variable keeps its lock there. */
  @Test
  void theLocksAreWhereAVariableMovesTheFilesOfTheAgent() {
    editor.opens(world, world.project());
    assertThat(world.shell("mv ~/.claude ~/elsewhere")).succeeded();
    world.set("CLAUDE_CONFIG_DIR", world.home() + "/elsewhere");
    assertThat(agent.run(LOOK + "; " + CONNECT + editor.port(), EDITING))
        .outIs("%1$d.lock\nport %1$d\nopen".formatted(editor.port()));
  }

  @Test
  void aLockThatAnEditorLeftBehindOpensNothing() {
    Running sleeping = world.start("sleep", "1000");
    for (long process : List.of(sleeping.pid(), ended(), 1L)) {
      editor.writes(world, editor.lock(process, world.project()));
      assertThat(agent.run(LOOK + "; " + CONNECT + editor.port(), EDITING))
          .succeeded()
          .outIs("port\nclosed")
          .errContains("~/.claude/ide/" + editor.port() + ".lock")
          .errContains("no editor that is running has this project open");
    }
    editor.close();
    editor.writes(world, editor.lock(world.project()));
    assertThat(agent.run(LOOK, EDITING))
        .outIs("port")
        .errContains("nothing listens at port " + editor.port());
  }

  /** VS Code's lock names the process that has started the one that listens. */
  @Test
  void whatListensMayBeADirectChildOfTheProcessInTheLock() throws IOException {
    Path note = world.backstage().resolve("port");
    Running child =
        world.start("bash", "-c", "perl -e '" + SERVER + "' $0 & wait", note.toString());
    String port = port(child, note);
    write(port, editor.lock(child.pid(), world.project()));
    assertThat(agent.run(LOOK, EDITING)).outIs("%1$s.lock\nport %1$s".formatted(port));

    Running further =
        world.start(
            "bash",
            "-c",
            "(perl -e '" + SERVER + "' $0 & wait; true) & wait; true",
            note.toString());
    port = port(further, note);
    write(port, editor.lock(further.pid(), world.project()));
    assertThat(agent.run("ls ~/.claude/ide", EDITING))
        .outLacks(port + ".lock")
        .errContains("port " + port + " is not of process " + further.pid());
  }

  @Test
  void aLockThatIsNoPlainFileOfThePersonsOpensNothingAndIsToldOf() {
    String text = editor.lock(world.project());
    for (Bad bad :
        List.of(
            new Bad("printf %s \"$1\" >~/a; ln -sf ~/a $2", " is a symlink to "),
            new Bad("mkfifo $2", " is a pipe, a socket or a device"),
            new Bad("printf %s%70000s \"$1\" '' >$2", " is larger than 64 KiB"),
            new Bad(
                "printf %s \"$1\" >$2; ln $2 ~/name",
                " is a file that has another name (a hard link)"),
            new Bad("printf %s \"$1\" >$2; chmod g+w $2", " can be written by others"),
            new Bad("printf '%s\\n  x' \"$1\" >$2", ":2:3: it is not valid JSON"),
            new Bad("printf '[]' >$2", ":1:1: it is not a JSON object"),
            new Bad("printf '{\"workspaceFolders\": [\"/\"]}' >$2", ": its pid is not "))) {
      assertThat(
              world.shell(
                  "umask 077; mkdir -p ~/.claude/ide; rm -f $2; " + bad.make(),
                  text,
                  editor.place(world).toString()))
          .succeeded();
      assertThat(agent.run(LOOK + "; " + CONNECT + editor.port(), EDITING))
          .succeeded()
          .outIs("port\nclosed")
          .errContains(editor.port() + ".lock" + bad.told());
    }
    editor.opens(world, world.project());
    assertThat(agent.run(CONNECT + editor.port(), EDITING)).outIs("open");
  }

  private record Bad(String make, String told) {}

  @Test
  void aLockThatAnAgentHasMadeOpensNothing() {
    String text = editor.lock(world.project());
    assertThat(
            agent.run(
                "mkdir -p .claude/ide; printf %s '"
                    + text
                    + "' >.claude/ide/"
                    + editor.port()
                    + ".lock"))
        .succeeded();
    assertThat(agent.run(LOOK, EDITING)).outIs("port");
    assertThat(world.shell("mkdir -p -m 700 ~/.claude/ide")).succeeded();

    assertThat(
            Launch.quietly(world)
                .with("--write=~/.claude/ide")
                .shell("umask 077; printf %s \"$1\" >\"$2\"", text, editor.place(world).toString()))
        .succeeded();

    assertThat(editor.place(world)).hasContent(text);
    assertThat(agent.run(LOOK + "; " + CONNECT + editor.port(), EDITING))
        .outIs("port\nclosed")
        .errContains(".lock is where a sandbox could write, so an agent may have made it");
  }

  @Test
  void theNextLaunchAsksAgainWhereTheEditorListens() {
    editor.opens(world, world.project());
    for (int i = 0; i < 2; i++) {
      assertThat(agent.run(LOOK, EDITING)).outContains("port " + editor.port());
    }
    editor.close();
    assertThat(agent.run(LOOK, EDITING)).outIs("port");
    assertThat(world.shell("rm \"$1\"", editor.place(world).toString())).succeeded();
    other.opens(world, world.project());
    assertThat(agent.run(LOOK, EDITING)).outIs("%1$d.lock\nport %1$d".formatted(other.port()));
  }

  @Test
  void ofSeveralEditorsTheOneWhoseTerminalThePersonIsInIsChosen() {
    editor.opens(world, world.project());
    other.opens(world, world.project().resolve("..").normalize());

    assertThat(agent.run(LOOK, EDITING))
        .outContains(editor.port() + ".lock")
        .outContains(other.port() + ".lock")
        .outContains("port\n")
        .errContains("several editors have this project open");
    world.set("CLAUDE_CODE_SSE_PORT", Integer.toString(other.port()));
    assertThat(agent.run(LOOK, EDITING)).outContains("port " + other.port());
    assertThat(agent.run(LOOK)).outIs("port");
  }

  @Test
  void withTheHostsNetworkNothingNeedsToBeOpenedAndWithoutOneNoEditorIsReached() {
    editor.opens(world, world.project());

    assertThat(agent.run(LOOK + "; " + CONNECT + editor.port(), EDITING, "--network=full"))
        .outIs("%1$d.lock\nport %1$d\nopen".formatted(editor.port()));
    assertThat(agent.run(LOOK + "; " + CONNECT + editor.port(), EDITING, "--network=none"))
        .succeeded()
        .outIs("port\nclosed")
        .errContains("connect has no effect: without a network no editor is reached");
  }

  @Test
  void anAgentThatCannotTalkToEditorsGetsNone() {
    editor.opens(world, world.project());

    assertThat(Launch.of(world, "run", EDITING).shell(LOOK + "; " + CONNECT + editor.port()))
        .succeeded()
        .outIs("port\nclosed")
        .errContains("connect has no effect: the definition of ");
  }

  private static void answer(DatagramSocket echo) {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[9], 9);
        echo.receive(packet);
        echo.send(packet);
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  /** The number of a process that has ended. */
  private long ended() {
    Running gone = world.start("true");
    gone.finish();
    return gone.pid();
  }

  /** The port of a server that has come up. */
  private static String port(Running server, Path note) throws IOException {
    server.waitUntilPrints("listening");
    return Files.readString(note);
  }

  private void write(String port, String text) {
    assertThat(
            world.shell(
                "umask 077; mkdir -p ~/.claude/ide; printf %s \"$1\" >~/.claude/ide/\"$2\".lock",
                text, port))
        .succeeded();
  }
}
