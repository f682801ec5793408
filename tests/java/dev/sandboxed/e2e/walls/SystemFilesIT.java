package dev.sandboxed.e2e.walls;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What programs of this machine find in {@code /etc} and {@code /run}. */
class SystemFilesIT {

  // A user and a mount namespace in which /etc is a copy that can be changed. It ends as the
  // person.
  private static final String OTHER_ETC =
      """
      mkdir -p "$TMPDIR/etc"
      cp -a /etc/. "$TMPDIR/etc" 2>/dev/null
      exec unshare --user --map-root-user --mount sh -c '
        mount --bind "$TMPDIR/etc" /etc && cd /etc || exit 9
        %s
        cd "$OLDPWD" && exec unshare --user --map-user="$0" --map-group="$1" -- "${@:2}"
      ' "$(id -u)" "$(id -g)" "$@"
      """;

  private HostWorld world;

  @BeforeEach
  void setUp() {
    world = HostWorld.create();
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  private void withEtc(String changes) {
    world.behind("bash", "-c", OTHER_ETC.replace("sh -c", "bash -c").formatted(changes), "bash");
  }

  @Test
  void whatDebianLinksToInEtcIsThere() {
    assertThat(Launch.quietly(world).with("--network", "none").shell("mvn -v && java -version"))
        .succeeded()
        .outContains("Apache Maven");
    // Every link from a program into /etc that everybody may follow outside leads somewhere inside.
    String links =
        "find $(ls -d /usr/share/maven /usr/lib/jvm/java-* /usr/share/vim 2>/dev/null)"
            + " -type l -lname '/etc/*' -readable";
    assertThat(world.shell(links + " | grep /usr/share/maven/conf")).succeeded();
    assertThat(
            Launch.quietly(world)
                .with("--network", "none")
                .shell(links.replace("-readable", "! -exec test -e {} ';' -print") + " 2>&1"))
        .succeeded()
        .outIs("");
  }

  @Test
  void aLinkOpensNothingThatIsClosedOrSecret() {
    withEtc(
        """
        mkdir -p maven closed && echo canary-closed >maven/token && chmod 600 maven/token
        for secret in NetworkManager ssh wireguard ppp; do
          mkdir -p $secret && echo canary-$secret >$secret/token
        done
        echo canary >npmrc
        """);
    String look =
        "cat /etc/maven/token /etc/{NetworkManager,ssh,wireguard,ppp}/token /etc/npmrc 2>/dev/null";

    assertThat(world.run("bash", "-c", look)).outContains("canary-wireguard");
    assertThat(Launch.quietly(world).with("--network", "none").command("bash", "-c", look).out())
        .isEmpty();
  }

  @Test
  void theTimeZoneHasItsName() {
    withEtc("ln -sfn /usr/share/zoneinfo/Asia/Tokyo localtime; echo Asia/Tokyo >timezone");
    String zone =
        "readlink -f /etc/localtime; cat /etc/timezone; date +%z; node -p 'Intl.DateTimeFormat().resolvedOptions().timeZone'";

    String outside = world.run("bash", "-c", zone).out();

    assertThat(outside).contains("/usr/share/zoneinfo/Asia/Tokyo", "+0900");
    assertThat(Launch.quietly(world).with("--network", "none").command("bash", "-c", zone).out())
        .isEqualTo(outside);
  }

  @Test
  void serversFindAPlaceForTheirSocketsThatIsGoneAfterwards() {
    String serve =
        """
        set -e
        test "$XDG_RUNTIME_DIR" = /run/session
        test "$(stat -c %a:%u "$XDG_RUNTIME_DIR")" = "700:$(id -u)"
        test -z "$(find /run ! -type d)"
        for place in /run /var/lock /var/run/postgresql /run/mysqld /var/tmp "$XDG_RUNTIME_DIR"; do
          echo $$ >"$place/it.pid"
        done
        perl -MIO::Socket::UNIX -e '
          my $server = IO::Socket::UNIX->new(Local => "/var/run/postgresql/.s.PGSQL.5432", Listen => 1) or die;
          IO::Socket::UNIX->new(Peer => "/run/postgresql/.s.PGSQL.5432") or die; print "served\\n"'
        """;

    for (int time = 0; time < 2; time++) {
      assertThat(Launch.quietly(world).with("--network", "none").shell(serve))
          .succeeded()
          .outIs("served");
    }
    assertThat(Path.of("/run/it.pid")).doesNotExist();
  }

  @Test
  void aSocketBelowTheOlderNameOfRunCanBeShown() throws IOException {
    // Its name leads through /var/run, which is then no link inside.
    String real = Files.exists(Path.of("/run/dbus")) ? "/var/run/dbus" : "/var/run/lock";
    Outcome shown =
        Launch.quietly(world)
            .with("--network", "none", "--read", real)
            .shell("test -d " + real + " && ! touch " + real + "/x 2>/dev/null");

    assertThat(shown).succeeded();
  }

  @Test
  void aMachineWithoutTheUsualFilesOfEtcHasTheInternetAsWell() {
    withEtc(
        """
        rm -rf protocols services nsswitch.conf locale* default/locale iproute2 rpc hosts networks
        """);
    assertThat(world.run("bash", "-c", "getent protocols tcp")).exitedWith(2);
    world.shell("rm -f ~/.gitconfig");

    assertThat(Launch.quietly(world).with("--network", "internet-only").command("echo", "here"))
        .succeeded()
        .outIs("here");
  }
}
