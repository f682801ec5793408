package dev.sandboxed.nix.source;

import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What strace saw of an evaluation: which paths below some directories it looked at, and which of
 * them it opened, as listing a directory does. The result of a call does not matter: a path that
 * was not found was looked at, too.
 */
public final class ReadTrace {

  /**
   * Every call with a path, in all threads; where file descriptors lead, since newer versions of
   * Nix open files relative to their directories; all text in hexadecimal, because a name may hold
   * anything; and 4096 bytes of it, the kernel's PATH_MAX.
   */
  public static final List<String> OPTIONS =
      List.of(
          "-f",
          "--seccomp-bpf",
          "-e",
          "trace=%file",
          "-e",
          "signal=none",
          "-xx",
          "-y",
          "-s",
          "4096",
          "-o");

  private static final String HEX = "((?:\\\\x[0-9a-f]{2})*)";

  private static final Pattern CALL =
      Pattern.compile(
          "\\d+ +(\\w+)\\((?:(?:AT_FDCWD|\\d+)(?:<%1$s>(?:\\(deleted\\))?)?, )?\"%1$s\"(.*)"
              .formatted(HEX));

  // A program's arguments are not looks, and the other lines repeat something or say nothing.
  private static final Pattern NO_LOOK =
      Pattern.compile("\\d+ +(?:execve\\(|<\\.\\.\\. |\\+\\+\\+ |--- ).*");

  private final List<Path> prefixes;
  private final TreeSet<String> paths = new TreeSet<>();
  private final TreeSet<String> opened = new TreeSet<>();
  private boolean started;

  private ReadTrace(List<Path> prefixes) {
    this.prefixes = prefixes;
  }

  /**
   * The looks at what is below any of {@code prefixes}, as the program named them: links are not
   * distinguished from their targets, and some of {@link ReadSet#listed} may be files.
   *
   * @return empty if nothing was traced at all, because strace may not trace
   */
  public static Optional<ReadSet> read(Path file, List<Path> prefixes) {
    ReadTrace trace = new ReadTrace(prefixes);
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        trace.add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return trace.started ? Optional.of(new ReadSet(trace.paths, trace.opened)) : Optional.empty();
  }

  private void add(String line) {
    if (NO_LOOK.matcher(line).matches()) {
      started |= line.contains(" execve(");
      return;
    }
    Matcher call = CALL.matcher(line);
    if (!call.matches()) {
      // Better to fail than to miss a look.
      if (prefixes.stream().anyMatch(prefix -> line.contains(hex(prefix.toString())))) {
        throw unreadable(line);
      }
      return;
    }
    String name = text(call.group(3));
    if (!name.startsWith("/")) {
      String directory = Optional.ofNullable(call.group(2)).map(ReadTrace::text).orElse("");
      name = directory + "/" + name;
    }
    Path path = Path.of(name).normalize();
    Stream<Path> inside = prefixes.stream().filter(path::startsWith);
    inside.findFirst().ifPresent(prefix -> look(prefix.relativize(path), call));
  }

  private void look(Path relative, Matcher call) {
    String path = relative.toString().isEmpty() ? LocalFlake.TOP : relative.toString();
    String rest = call.group(4);
    if (rest.startsWith("...")) {
      throw unreadable(call.group());
    }
    paths.add(path);
    if (call.group(1).startsWith("open") && !rest.contains("O_PATH")) {
      opened.add(path);
    }
  }

  private static String hex(String text) {
    StringBuilder hex = new StringBuilder();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      hex.append("\\x%02x".formatted(one));
    }
    return hex.toString();
  }

  private static String text(String hex) {
    byte[] bytes = new byte[hex.length() / 4];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(hex, 4 * i + 2, 4 * i + 4, 16);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static UserFailure unreadable(String line) {
    return new UserFailure(
        Problem.of(
            "devshell.unreadable-trace",
            "strace printed a line that cannot be read: " + Printable.line(line),
            "Is the strace on PATH the real one? Please report this with its version."));
  }
}
