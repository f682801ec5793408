package dev.sandboxed.observed.look;

import dev.sandboxed.denials.tried.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** This machine. Nothing is opened: the agent chose the names. */
final class RealMachine implements Machine {

  @Override
  public boolean has(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException nothing) {
      return Optional.empty();
    }
  }

  @Override
  public boolean isReadable(Path path) {
    return Files.isReadable(path);
  }

  @Override
  public boolean isWritable(Path path) {
    return Files.isWritable(path);
  }

  @Override
  public boolean isExecutable(Path path) {
    return Files.isExecutable(path);
  }

  @Override
  public boolean isDirectory(Path path) {
    return Files.isDirectory(path);
  }
}
