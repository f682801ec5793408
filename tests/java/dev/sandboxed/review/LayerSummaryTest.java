package dev.sandboxed.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.profile.ProjectProfile;
import org.junit.jupiter.api.Test;

class LayerSummaryTest {

  @Test
  void everyKeyIsInTheSentenceAndWhatWidensTheSandboxIsFirst() {
    assertThat(
            summary(
                """
                [filesystem]
                read = ["~/docs"]
                write = ["~/.cache/go", "/data"]
                deny = [".env"]
                protect = ["ci"]
                [network]
                tier = "internet-only"
                reach = ["127.0.0.1:5432"]
                publish = ["3000"]
                dns = ["9.9.9.9"]
                subnet = "10.0.2.0/24"
                mtu = 1400
                ipv6 = true
                [environment]
                pass = ["AWS_*"]
                set = { EDITOR = "vim" }
                [auth]
                mode = "shared"
                [devshell]
                enable = true
                installable = ".#x"
                shell_hook = true
                [packages]
                nix = ["nixpkgs#jq"]
                [state]
                scope = "shared"
                [audit]
                changes = false
                [kernel]
                nested_userns = true
                """))
        .isEqualTo(
            "On top of the profile you choose it says: network internet-only; reach 127.0.0.1:5432;"
                + " publish 127.0.0.1:3000 to port 3000; name servers 9.9.9.9; subnet 10.0.2.0/24;"
                + " largest packet in bytes 1400; IPv6 yes; readable ~/docs; writable ~/.cache/go, /data;"
                + " passed AWS_*; set EDITOR; packages nixpkgs#jq; dev shell yes; dev shell of .#x;"
                + " shell hook yes; login shared; state shared; nested user namespaces yes;"
                + " masked .env; read-only ci; changes reported no.");
  }

  @Test
  void aLayerThatSaysNothingChangesNothing() {
    assertThat(summary("description = \"x\"\n")).isEqualTo("It changes nothing.");
  }

  @Test
  void noValueMovesTheCursor() {
    assertThat(summary("[filesystem]\ndeny = [\"a\\u001b[2Jb\\u202e\"]\n"))
        .doesNotContain("\u001b", "\u202e");
  }

  private static String summary(String toml) {
    return LayerSummary.of(ProjectProfile.read("/p/.sandboxed.toml", toml));
  }
}
