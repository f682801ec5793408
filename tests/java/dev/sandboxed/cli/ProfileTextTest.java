package dev.sandboxed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.profile.ProfileDirectory;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.profile.TextSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProfileTextTest {

  private final Map<String, String> files = new HashMap<>();

  @Test
  void aChainIsShownAsOneAndEveryLineHasItsPlace() {
    profile(
        "base",
        """
        description = "base"
        network.tier = "full"
        filesystem.read = ["~/a"]
        filesystem.deny = [".env"]
        environment.pass = ["TERM"]
        auth.mode = "shared"
        """);
    profile(
        "top",
        """
        extends = "base"
        description = "top"
        network.tier = "none"
        filesystem.read = [{ path = "~/b", optional = true }]
        filesystem.deny = [".env"]
        environment.set = { EDITOR = "vim" }
        packages.nix = ["nixpkgs#jq"]
        devshell.enable = true
        devshell.installable = ".#x"
        devshell.shell_hook = true
        state.scope = "shared"
        audit.changes = true
        kernel.nested_userns = true
        """);
    assertThat(shown())
        .containsExactly(
            "# top",
            "# base < top",
            "network.tier none # top:3",
            "filesystem.read ~/a # base:3",
            "filesystem.read ~/b (optional) # top:4",
            "filesystem.deny .env # top:5",
            "environment.pass TERM # base:5",
            "environment.set EDITOR=vim # top:6",
            "packages.nix nixpkgs#jq # top:7",
            "devshell.enable true # top:8",
            "devshell.installable .#x # top:9",
            "devshell.shell_hook true # top:10",
            "auth.mode shared # base:6",
            "state.scope shared # top:11",
            "audit.changes true # top:12",
            "kernel.nested_userns true # top:13");
  }

  @Test
  void holesOfTheNetworkAddUpAndForTheRestTheLastOneCounts() {
    profile(
        "base",
        """
        network.tier = "internet-only"
        network.reach = ["10.0.0.1:1"]
        network.dns = ["9.9.9.9", "1.1.1.1"]
        network.subnet = "10.5.0.0/24"
        network.mtu = 1400
        """);
    profile(
        "top",
        """
        extends = "base"
        description = "top"
        network.reach = ["127.0.0.1:2"]
        network.publish = ["8080:3000"]
        network.dns = ["8.8.8.8"]
        network.mtu = 9000
        network.ipv6 = true
        """);
    assertThat(shown())
        .containsExactly(
            "# top",
            "# base < top",
            "network.tier internet-only # base:1",
            "network.reach 10.0.0.1:1 # base:2",
            "network.reach 127.0.0.1:2 # top:3",
            "network.publish 127.0.0.1:8080 to port 3000 # top:4",
            "network.dns 8.8.8.8 # top:5",
            "network.subnet 10.5.0.0/24 # base:4",
            "network.mtu 9000 # top:6",
            "network.ipv6 true # top:7");
  }

  private void profile(String name, String text) {
    files.put("/profiles/" + name + ".toml", text);
  }

  /** The lines for {@code top}, each with the name and line of the profile that it is from. */
  private Stream<String> shown() {
    TextSource source =
        new TextSource() {
          @Override
          public Optional<String> read(String file) {
            return Optional.ofNullable(files.get(file));
          }

          @Override
          public List<String> list(String directory) {
            return List.of();
          }
        };
    List<ProfileDirectory> directories = List.of(new ProfileDirectory("yours", "/profiles"));
    return ProfileText.of(new ProfileLibrary(directories, source).profileChain("top"))
        .lines()
        .map(line -> line.replaceAll(" +", " "))
        .map(line -> line.replaceAll("# profile \\w+, .*/(\\w+).toml:(\\d+):.*", "# $1:$2"));
  }
}
