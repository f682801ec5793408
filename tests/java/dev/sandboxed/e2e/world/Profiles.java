package dev.sandboxed.e2e.world;

import dev.sandboxed.e2e.model.ModelStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The profiles and agent definitions that a world's person has written. */
public final class Profiles {

  private Profiles() {}

  /** Lets every launch reach a model on the host's loopback, as a person who runs one does. */
  public static void reach(HostWorld world, ModelStub model) {
    write(
        world,
        "default",
        "extends = \"default\"\n[network]\nreach = [\"%s\"]\n"
            .formatted(URI.create(model.baseUrl()).getAuthority()));
  }

  /** The option that lets programs inside make user namespaces. */
  public static String nestedUserNamespaces(HostWorld world) {
    write(world, "nested", "extends = \"default\"\nkernel.nested_userns = true\n");
    return "--profile=nested";
  }

  /** Writes a profile; {@code agents/NAME} is an agent definition. */
  public static Path write(HostWorld world, String name, String text) {
    try {
      Path file = world.home().resolve(".config/sandboxed/profiles/" + name + ".toml");
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
