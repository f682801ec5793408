package dev.sandboxed.e2e.work;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that the work needs run inside, and end with the session. */
class ServersAtWorkIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  private Launch offline() {
    return Launch.quietly(world).with("--network=none");
  }

  @Test
  void postgresqlKeepsItsDataInTheProjectAndItsSocketsInRun() {
    String serve =
        """
        set -e
        PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
        test -d data || initdb -N -D data -A trust >/dev/null
        pg_ctl -D data -w -l log -o "-F -c unix_socket_directories=/run/postgresql,$XDG_RUNTIME_DIR" start >/dev/null
        """;

    assertThat(
            offline()
                .shell(
                    serve
                        + """
                        psql -qAt postgres -c 'create table answers (n int)' -c 'insert into answers values (42)'
                        psql -h "$XDG_RUNTIME_DIR" -At postgres -c 'select n from answers'
                        pg_ctl -D data stop >/dev/null
                        """))
        .succeeded()
        .outIs("42");
    // It is not stopped this time, and starts from what is left. Its lock names a process by
    // number, which may be another one's in the next session.
    assertThat(offline().shell(serve + "psql -At postgres -c 'select n from answers'")).outIs("42");
    world.waitUntilNothingRuns();
    assertThat(
            offline()
                .shell(
                    "rm data/postmaster.pid;"
                        + serve
                        + "psql -At postgres -c 'select n + 1 from answers'"))
        .outIs("43");
  }

  /** It makes the directory of its log in /var/log. */
  @Test
  void debiansThrowAwayDatabaseWorksAsOutside() {
    assertThat(offline().command("pg_virtualenv", "psql", "-Atc", "select 6 * 7"))
        .succeeded()
        .outContains("\n42\n");
  }

  /** As Gradle's and Kotlin's: a JVM in a session of its own, which later calls find and use. */
  @Test
  void aBuildDaemonServesTheSessionAndEndsWithIt() {
    String java = System.getProperty("java.home");
    assertThat(
            world.shell(
                """
                cat >Daemon.java <<'END'
                import java.io.PrintStream;
                import java.net.*;
                import java.nio.file.*;

                class Daemon {
                  public static void main(String[] words) throws Exception {
                    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                      Files.writeString(Path.of("port.new"), "" + server.getLocalPort());
                      Files.move(Path.of("port.new"), Path.of("port"));
                      while (true) {
                        try (var client = server.accept(); var out = new PrintStream(client.getOutputStream())) {
                          out.println("daemon " + ProcessHandle.current().pid());
                        }
                      }
                    }
                  }
                }
                END
                """))
        .succeeded();
    String use =
        """
        rm -f port
        setsid nohup "$1/bin/java" Daemon.java </dev/null >log 2>&1 &
        until test -e port; do kill -0 $! || exit 9; sleep 0.05; done
        ask() { bash -c 'exec 3<>/dev/tcp/127.0.0.1/'"$(cat port)"' && cat <&3'; }
        test "$(ask)" = "$(ask)" && ask
        """;

    assertThat(world.shell(use, java)).succeeded().outContains("daemon ");
    assertThat(world.processes()).anyMatch(process -> process.command().contains("Daemon.java"));
    world.processes().stream()
        .flatMap(process -> ProcessHandle.of(process.pid()).stream())
        .forEach(ProcessHandle::destroyForcibly);
    world.waitUntilNothingRuns();

    assertThat(offline().with("--read", java).shell(use, java)).outContains("daemon ");
    assertThat(world.processes()).isEmpty();
  }
}
