package dev.sandboxed.profile.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileReader;
import dev.sandboxed.profile.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileStatementsTest {

  // A value for each kind of key; the test below fails for a key that is not in here.
  private static final String EVERY_KEY =
      """
      network.tier = "none"
      network.reach = ["127.0.0.1:1"]
      network.publish = ["3000"]
      network.dns = ["9.9.9.9"]
      network.subnet = "10.0.2.0/24"
      network.mtu = 1500
      network.ipv6 = true
      network.allow = ["example.org"]
      network.deny = ["bad.example.org"]
      credentials.name.variable = "KEY"
      credentials.name.hosts = ["api.example.org"]
      credentials.name.header = "x-api-key"
      credentials.name.bearer = true
      credentials.name.basic = true
      credentials.name.prefix = "sk-"
      credentials.name.if_passed = true
      credentials.name.unless = ["OTHER"]
      filesystem.read = ["~/a"]
      filesystem.write = ["~/b"]
      filesystem.deny = ["c"]
      filesystem.protect = [{ path = "d" }]
      filesystem.devices = ["/dev/kvm"]
      filesystem.masks = "closed"
      filesystem.unmasked = ["e"]
      environment.pass = ["TERM"]
      environment.path = ["~/bin"]
      environment.set = { EDITOR = "vim" }
      sockets.ssh_agent = true
      sockets.gpg_agent = true
      sockets.wayland = true
      sockets.x11 = true
      sockets.dbus = true
      sockets.docker = true
      sockets.nix_daemon = true
      sockets.pipewire = true
      devices.gpu = true
      devices.kvm = true
      packages.nix = ["nixpkgs#jq"]
      devshell.enable = true
      devshell.installable = ".#x"
      devshell.shell_hook = true
      auth.mode = "none"
      state.scope = "project"
      audit.changes = true
      audit.accept = ["missing-guards"]
      observe.denials = true
      observe.calls = true
      kernel.nested_userns = false
      limits.memory = "8G"
      limits.tasks = 512
      limits.cpu = 2.0
      limits.open_files = 4096
      limits.file_size = "2G"
      limits.tmp_size = "1G"
      limits.runtime = "2h"
      ide.connect = true
      project.on_new_trap = "quarantine"
      project.snapshot = true
      """;

  @Test
  void nothingThatAProfileCanSayIsLeftOut() {
    Reading<Profile> profile = ProfileReader.read("web", "web.toml", EVERY_KEY);

    assertThat(profile.problems()).isEmpty();
    assertThat(ProfileStatements.of(List.of(profile.value())))
        .extracting(ProfileStatements.OfKey::key)
        .containsExactlyElementsOf(
            ProfileReader.accepted().dotted().stream().filter(key -> key.contains(".")).toList());
  }
}
