package dev.sandboxed.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Asks this machine, and keeps nothing. */
public final class LiveInquiry implements Inquiry {

  // The directory of a process belongs to its effective user.
  private static final Path SELF = Path.of("/proc/self/");

  private final Map<String, String> environment;
  private final InstantSource clock;

  /**
   * An inquiry of this machine.
   *
   * @param environment the person's variables, without those that sandboxed added to its own
   */
  public LiveInquiry(Map<String, String> environment, InstantSource clock) {
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  @Override
  public Entry at(Path path, LinkOption... options) throws IOException {
    return Entry.at(path, options);
  }

  @Override
  public boolean allows(Path path, AccessMode mode) {
    return switch (mode) {
      case READ -> Files.isReadable(path);
      case WRITE -> Files.isWritable(path);
      case EXECUTE -> Files.isExecutable(path);
    };
  }

  @Override
  public Path real(Path path) throws IOException {
    return path.toRealPath();
  }

  @Override
  public Path target(Path link) throws IOException {
    return Files.readSymbolicLink(link);
  }

  @Override
  public byte[] beginning(Path file, int most, LinkOption... options) throws IOException {
    return BoundedFile.beginning(file, most, options);
  }

  @Override
  public SortedMap<Path, Entry.Kind> entries(Path directory) throws IOException {
    SortedMap<Path, Entry.Kind> entries = new TreeMap<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path entry : stream) {
        kind(entry).ifPresent(kind -> entries.put(entry, kind));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  /** Empty for what has disappeared since its directory was listed. */
  private static Optional<Entry.Kind> kind(Path entry) {
    try {
      return Optional.of(
          Entry.Kind.of(
              Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException closed) {
      return Optional.of(Entry.Kind.UNKNOWN);
    }
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name));
  }

  @Override
  public Set<String> variableNames() {
    return environment.keySet();
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public Account account() throws IOException {
    return new Account(number("unix:uid"), number("unix:gid"), System.getProperty("user.name"));
  }

  private static int number(String attribute) throws IOException {
    return (Integer) Objects.requireNonNull(Files.getAttribute(SELF, attribute));
  }

  @Override
  public void watch(Path path) {}

  @Override
  public void once(String what) {}

  @Override
  public ProgramEnd run(ProgramCall call, OutputStream output) throws IOException {
    return ProgramRunner.run(call, output);
  }
}
