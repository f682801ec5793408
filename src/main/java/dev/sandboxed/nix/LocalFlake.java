package dev.sandboxed.nix;

import java.nio.file.Path;

/**
 * A dev shell of a flake on this machine.
 *
 * @param top the directory of flake.nix. An evaluation sees no file outside of it, not even where
 *     it is part of a larger repository
 * @param attribute see {@link Installable.Local}
 */
public record LocalFlake(Path top, String attribute) {

  static final String FLAKE = "flake.nix";
  static final String LOCK = "flake.lock";

  public static LocalFlake of(Installable.Local installable) {
    return new LocalFlake(installable.directory(), installable.attribute());
  }

  /** As people are told of it. */
  String shown() {
    return "%s#%s".formatted(top, attribute.isEmpty() ? "default" : attribute);
  }
}
