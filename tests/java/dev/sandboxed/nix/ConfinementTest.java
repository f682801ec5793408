package dev.sandboxed.nix;

import static dev.sandboxed.nix.Failures.onlyProblemOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.nix.Confinement.Confined;
import dev.sandboxed.nix.Confinement.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run of Nix is given, with each kind of access to a store. */
final class ConfinementTest {

  private static final StoreAccess DAEMON =
      new StoreAccess.Daemon(Path.of("/nix/var/nix/daemon-socket/socket"));
  private static final StoreAccess DIRECT =
      new StoreAccess.Direct(Path.of("/srv/state"), Path.of("/srv/log"));

  private static final Map<String, String> PERSON =
      Map.of(
          "HOME", "/home/me",
          "PATH", "/usr/bin:/home/me/bin:relative",
          "GITHUB_TOKEN", "secret",
          "SSH_AUTH_SOCK", "/run/agent",
          "https_proxy", "http://proxy",
          "NIX_PATH", "nixpkgs=/home/me/nixpkgs",
          "NIX_STATE_DIR", "/srv/state",
          "NIX_CONFIG",
              "substitute = false\naccess-tokens = github.com=secret\nextra-access-tokens=x\n!include /home/me/x");

  @TempDir private Path home;

  private Confined confined(Step step, StoreAccess store) {
    NixHost host = new NixHost(List.of(Path.of("/usr/bin/nix")), PERSON, store);
    return new Confined(host, home, step, Map.of(Confined.SOURCE, Path.of("/ours/tree")), Map.of());
  }

  /** The mounts, by their place inside, with the option that makes each. */
  private static Map<String, String> mounts(Confinement confinement) {
    Map<String, String> mounts = new HashMap<>();
    List<String> arguments = confinement.arguments();
    for (int i = 0; i < arguments.size() - 2; i++) {
      if (Set.of("--bind", "--ro-bind", "--bind-try", "--ro-bind-try").contains(arguments.get(i))) {
        mounts.put(arguments.get(i + 2), arguments.get(i));
      }
    }
    return mounts;
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void nothingOfThePersonIsVisible(Step step) {
    Confinement confinement = confined(step, DAEMON);

    assertThat(confinement.arguments())
        .contains("--die-with-parent", "--new-session", "--unshare-user", "--unshare-pid")
        .containsSequence("--cap-drop", "ALL")
        .doesNotContain("/home", "/home/me", "/root", "/var", "/etc", "/run");
    assertThat(mounts(confinement)).containsEntry("/sandboxed/source", "--ro-bind");
    assertThat(confinement.environment())
        .doesNotContainKeys("GITHUB_TOKEN", "SSH_AUTH_SOCK", "NIX_PATH")
        .containsEntry("HOME", "/sandboxed/home")
        .containsEntry("NIX_STATE_DIR", "/srv/state");
  }

  @ParameterizedTest
  @CsvSource({"FETCH,true,true", "EVALUATE,false,false", "REALISE,false,true"})
  void onlyWhatDownloadsHasTheNetwork(Step step, boolean withDaemon, boolean without) {
    assertThat(hasNetwork(confined(step, DAEMON))).isEqualTo(withDaemon);
    assertThat(hasNetwork(confined(step, DIRECT))).isEqualTo(without);
  }

  private static boolean hasNetwork(Confinement confinement) {
    boolean shared = !confinement.arguments().contains("--unshare-net");
    assertThat(confinement.environment().containsKey("https_proxy")).isEqualTo(shared);
    return shared;
  }

  @Test
  void theTokensAreThereForFetchingAndForNothingElse() {
    assertThat(mounts(confined(Step.FETCH, DAEMON)))
        .containsEntry("/sandboxed/config/nix", "--ro-bind-try");
    assertThat(confined(Step.FETCH, DAEMON).environment().get("NIX_CONFIG")).contains("secret");
    for (Step step : List.of(Step.EVALUATE, Step.REALISE)) {
      assertThat(mounts(confined(step, DIRECT))).doesNotContainKey("/sandboxed/config/nix");
      assertThat(confined(step, DIRECT).environment())
          .containsEntry("NIX_CONFIG", "substitute = false");
    }
  }

  @Test
  void evaluatingFindsNoProgramByItsName() {
    assertThat(confined(Step.EVALUATE, DAEMON).environment()).containsEntry("PATH", "/var/empty");
    assertThat(confined(Step.FETCH, DAEMON).environment().get("PATH")).isEqualTo("/usr/bin:/bin");
  }

  @Test
  void onlyTheDaemonWritesToTheStore() {
    Confinement confinement = confined(Step.EVALUATE, DAEMON);

    assertThat(mounts(confinement))
        .containsEntry("/nix/store", "--ro-bind")
        .containsEntry("/nix/var/nix/daemon-socket/socket", "--bind")
        .doesNotContainKeys("/nix", "/nix/var/nix", "/srv/state");
    assertThat(confinement.environment())
        .containsEntry("NIX_REMOTE", "unix:///nix/var/nix/daemon-socket/socket");
  }

  @Test
  void withoutADaemonNixItselfWritesToTheStore() {
    Confinement confinement = confined(Step.EVALUATE, DIRECT);

    assertThat(mounts(confinement))
        .containsEntry("/nix/store", "--bind")
        .containsEntry("/srv/state", "--bind")
        .containsEntry("/srv/log", "--bind-try");
    assertThat(confinement.environment()).containsEntry("NIX_REMOTE", "local");
  }

  @Test
  void theMachinesSettingsAreVisibleFileByFile() throws IOException {
    Path configuration = Files.createDirectory(home.resolve("conf"));
    Path real = Flakes.write(home.resolve("static/nix.conf"), "");
    Path link = Files.createSymbolicLink(configuration.resolve("nix.conf"), real);
    NixHost host = new NixHost(List.of(), Map.of("NIX_CONF_DIR", configuration.toString()), DAEMON);
    Confined confined = new Confined(host, home, Step.EVALUATE, Map.of(), Map.of());

    List<String> arguments = new ArrayList<>(confined.arguments());

    assertThat(arguments)
        .containsSequence("--ro-bind", real.toRealPath().toString(), link.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'',                false, true,  daemon",
    "'',                true,  true,  direct",
    "'',                false, false, direct",
    "auto,              false, true,  daemon",
    "daemon,            true,  false, daemon",
    "local,             false, true,  direct",
  })
  void theAccessToTheStoreIsTheOneNixChooses(
      String remote, boolean writable, boolean socket, String way) {
    StoreAccess access =
        StoreAccess.of(Map.of("NIX_REMOTE", remote), path -> writable, path -> socket);

    assertThat(access)
        .isEqualTo(
            way.equals("daemon")
                ? DAEMON
                : new StoreAccess.Direct(Path.of("/nix/var/nix"), Path.of("/nix/var/log/nix")));
  }

  @Test
  void variablesMoveTheStoresFiles() {
    assertThat(access(Map.of("NIX_REMOTE", "unix:///run/socket")))
        .isEqualTo(new StoreAccess.Daemon(Path.of("/run/socket")));
    assertThat(access(Map.of("NIX_REMOTE", "daemon", "NIX_DAEMON_SOCKET_PATH", "/run/other")))
        .isEqualTo(new StoreAccess.Daemon(Path.of("/run/other")));
    assertThat(access(Map.of("NIX_REMOTE", "daemon", "NIX_STATE_DIR", "/s")))
        .isEqualTo(new StoreAccess.Daemon(Path.of("/s/daemon-socket/socket")));
    assertThat(access(Map.of("NIX_REMOTE", "local", "NIX_STATE_DIR", "/s", "NIX_LOG_DIR", "/l")))
        .isEqualTo(new StoreAccess.Direct(Path.of("/s"), Path.of("/l")));
  }

  private static StoreAccess access(Map<String, String> environment) {
    return StoreAccess.of(environment, path -> false, path -> false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssh-ng://host", "https://cache", "local?root=/x", "/mnt"})
  void aStoreOnAnotherMachineIsRefusedByName(String remote) {
    assertThat(onlyProblemOf(() -> access(Map.of("NIX_REMOTE", remote))).message())
        .contains(remote);
  }
}
