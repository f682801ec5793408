package dev.sandboxed.profile.limits;

import dev.sandboxed.problem.Located;
import dev.sandboxed.toml.Notation;
import dev.sandboxed.toml.TomlSection;

/** Reads {@code [limits]}. */
public final class LimitRules {

  private static final long MEBI = 1L << 20;

  // One pebibyte: more than any machine has, and far from where the kernel's numbers end.
  private static final long MOST_BYTES = 1L << 50;

  // The sandbox's own processes and a small shell need some 10 MiB; less could only fail to start.
  private static final Notation<Size> MEMORY = size(32 * MEBI, "32M");

  private static final Notation<Size> SIZE = size(MEBI, "1M");

  private static final Notation<Span> SPAN =
      new Notation<>(
          "bad-time",
          Span.REGEX,
          Span::parse,
          "is not a time",
          "write a whole number and s, m, h or d, at most 10000 days: \"90m\", \"2h\"");

  // Three are the sandbox's own, and Node starts with eleven.
  private static final int LEAST_TASKS = 32;

  // linux/threads.h, PID_MAX_LIMIT on 64 bits.
  private static final int MOST_TASKS = 1 << 22;

  // Bubblewrap and the shells on the way to the agent need a dozen.
  private static final int LEAST_FILES = 64;

  // The default of fs.nr_open: the kernel refuses more.
  private static final int MOST_FILES = 1 << 20;

  private static final int LEAST_PERCENT = 10;
  private static final int MOST_PERCENT = 102_400;

  private LimitRules() {}

  private static Notation<Size> size(long least, String smallest) {
    return new Notation<>(
        "bad-size",
        Size.REGEX,
        text -> Size.parse(text, least, MOST_BYTES),
        "is not a size that can be a limit",
        "write a whole number and M, G or T (powers of 1024), from %s to 1024T: \"512M\", \"8G\""
            .formatted(smallest));
  }

  /** What the table says. */
  public static LimitsRequest read(TomlSection section) {
    return new LimitsRequest(
        section
            .key("memory", "what all processes of a session may use together")
            .called("memory at most")
            .like("\"8G\"")
            .one(MEMORY),
        section
            .key("tasks", "how many processes and threads there may be at a time")
            .called("processes and threads at most")
            .like("512")
            .number(LEAST_TASKS, MOST_TASKS),
        section
            .key("cpu", "how many processors may be kept busy")
            .called("processors at most")
            .like("2.0")
            .hundredths(LEAST_PERCENT, MOST_PERCENT)
            .map(cpu -> new Located<>(new LimitsRequest.Processors(cpu.value()), cpu.origin())),
        section
            .key("open_files", "how many files one process may have open")
            .called("open files at most")
            .like("4096")
            .number(LEAST_FILES, MOST_FILES),
        section
            .key("file_size", "the largest file that may be written")
            .called("largest file")
            .like("\"2G\"")
            .one(SIZE),
        section
            .key("tmp_size", "what each directory in memory may hold")
            .called("directories in memory of at most")
            .like("\"1G\"")
            .one(SIZE),
        section
            .key("runtime", "how long a session may last")
            .called("ends after")
            .like("\"2h\"")
            .one(SPAN));
  }
}
