package dev.sandboxed.e2e.walls;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Profiles;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A device of this machine is inside if a rule names it, and what breaks a promise never is. */
class DevicesIT {

  private static final String OPEN = "exec 3<>\"$1\" && test -c \"$1\" && echo opened";

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  /** One that everybody may open, which the tests themselves can show. */
  private String device() {
    return Stream.of("/dev/kvm", "/dev/net/tun")
        .filter(path -> world.shell(OPEN, path).exit() == 0)
        .findFirst()
        .orElseThrow(() -> new AssertionError("this machine has no device to try with"));
  }

  @Test
  void aDeviceIsThereAndOpensOnlyIfARuleNamesIt() {
    String device = device();
    Launch launch = Launch.of(world, "run", "--network", "none");
    Profiles.write(
        world,
        "mine",
        "extends = \"default\"\n[filesystem]\ndevices = [\"%s\", { path = \"/dev/dri/card99\", optional = true }]\n"
            .formatted(device));

    assertThat(launch.shell("ls -d \"$1\"", device)).failed().errContains("No such file");
    assertThat(launch.with("--device", device).shell(OPEN, device))
        .outIs("opened")
        .errContains("devices    " + device)
        .errContains(device + " is inside: ");
    assertThat(launch.with("--profile", "mine").shell(OPEN, device)).outIs("opened");
    assertThat(launch.with("--profile", "mine", "--deny", device).shell(OPEN, device)).failed();
    assertThat(Launch.of(world, "run", "shell", "--device", device, "--explain", device).outcome())
        .outContains(device + ": a device of this machine\n  option --device");
    assertThat(launch.with("--read", device).command("true"))
        .exitedWith(125)
        .errContains("it is a device")
        .errContains("--device " + device);
  }

  @Test
  void whatBreaksAPromiseIsRefusedByWhatItIs() {
    assertThat(Launch.quietly(world).with("--device", "/dev/null").command("true"))
        .exitedWith(125)
        .errContains("/dev/null cannot be granted: the sandbox has its own");
    assertThat(Launch.quietly(world).with("--device", "/dev/stdin").command("true"))
        .exitedWith(125)
        .errContains("cannot be granted");
    assertThat(Launch.quietly(world).with("--device", world.home().toString()).command("true"))
        .exitedWith(125)
        .errContains("it is not in /dev");
  }
}
