package dev.sandboxed.cli;

import static dev.sandboxed.fixture.Layers.layer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.AuthMode;
import dev.sandboxed.profile.StateScope;
import dev.sandboxed.profile.TierName;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileTextTest {

  @Test
  void aChainIsShownAsOneAndEveryLineHasItsPlace() {
    String text =
        ProfileText.of(
            List.of(
                layer("base")
                    .tier(TierName.FULL)
                    .read("~/a")
                    .deny(".env")
                    .pass("TERM")
                    .auth(AuthMode.SHARED)
                    .profile(),
                layer("top")
                    .tier(TierName.NONE)
                    .optional(Access.READ, "~/b")
                    .deny(".env")
                    .set("EDITOR", "vim")
                    .nix("nixpkgs#jq")
                    .devShell(true)
                    .devShell(".#x")
                    .shellHook(true)
                    .state(StateScope.SHARED)
                    .nestedUserNamespaces(true)
                    .profile()));
    assertThat(text.lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "# top",
            "# base < top",
            "network.tier none # profile top, top.toml:1:1",
            "filesystem.deny .env # profile top, top.toml:3:1",
            "filesystem.read ~/a # profile base, base.toml:2:1",
            "filesystem.read ~/b (optional) # profile top, top.toml:2:1",
            "environment.pass TERM # profile base, base.toml:4:1",
            "environment.set EDITOR=vim # profile top, top.toml:4:1",
            "packages.nix nixpkgs#jq # profile top, top.toml:5:1",
            "devshell.enable true # profile top, top.toml:6:1",
            "devshell.installable .#x # profile top, top.toml:7:1",
            "devshell.shell_hook true # profile top, top.toml:8:1",
            "auth.mode shared # profile base, base.toml:5:1",
            "state.scope shared # profile top, top.toml:9:1",
            "kernel.nested_userns true # profile top, top.toml:10:1");
  }

  @Test
  void holesOfTheNetworkAddUpAndForTheRestTheLastOneCounts() {
    String text =
        ProfileText.of(
            List.of(
                layer("base")
                    .tier(TierName.INTERNET_ONLY)
                    .reach("10.0.0.1:1")
                    .dns("9.9.9.9", "1.1.1.1")
                    .subnet("10.5.0.0/24")
                    .mtu(1400)
                    .profile(),
                layer("top")
                    .reach("127.0.0.1:2")
                    .publish("8080:3000")
                    .dns("8.8.8.8")
                    .mtu(9000)
                    .ipv6(true)
                    .profile()));
    assertThat(text.lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "# top",
            "# base < top",
            "network.tier internet-only # profile base, base.toml:1:1",
            "network.reach 10.0.0.1:1 # profile base, base.toml:2:1",
            "network.reach 127.0.0.1:2 # profile top, top.toml:1:1",
            "network.publish 127.0.0.1:8080 to port 3000 # profile top, top.toml:2:1",
            "network.dns 8.8.8.8 # profile top, top.toml:3:1",
            "network.subnet 10.5.0.0/24 # profile base, base.toml:5:1",
            "network.mtu 9000 # profile top, top.toml:4:1",
            "network.ipv6 true # profile top, top.toml:5:1");
  }
}
