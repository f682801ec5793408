package dev.sandboxed.denials.tried;

import dev.sandboxed.observed.Event;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules that fold away what says nothing. {@code docs/sessions.md} lists them. */
final class Noise {

  static final String ABSENT = "absent";
  static final String NO_IPV6 = "no-ipv6";
  static final String REPLACED = "older-call";
  static final String NOT_TEXT = "not-text";
  private static final String OPTIONAL = "optional";

  // What the C library, its loader and its name services look for in vain on most machines; and
  // where runtimes (libuv, the JVM, Go's and .NET's) ask how much memory and how many processors
  // their control group may use, how the kernel has its memory and processors, and whether this is
  // a container: a sandbox shows none of it, and they do without.
  private static final List<Pattern> OPTIONAL_FILES =
      List.of(
          Pattern.compile("/etc/ld\\.so\\.(preload|nohwcap)"),
          Pattern.compile("/(var/)?run/nscd/.*"),
          Pattern.compile("/(var/)?run/systemd/(userdb|machines|resolve)(/.*)?"),
          Pattern.compile("/etc/(gai|host)\\.conf"),
          Pattern.compile("/(var/)?run/utmp|/var/log/wtmp"),
          Pattern.compile("/sys/fs/cgroup/(.*/)?(cgroup|cpu|cpuset|memory)\\.[a-z_.]+"),
          Pattern.compile("/sys/kernel/mm/transparent_hugepage/[a-z_]+"),
          Pattern.compile("/sys/devices/system/cpu/(online|possible|present)"),
          Pattern.compile("/\\.dockerenv|/run/\\.containerenv"));

  private Noise() {}

  /** The rule that folds it away by what it is about, if one does. */
  static Optional<String> about(Event event) {
    return event.kind() != Event.Kind.WRITE
            && OPTIONAL_FILES.stream().anyMatch(file -> file.matcher(event.what()).matches())
        ? Optional.of(OPTIONAL)
        : Optional.empty();
  }
}
