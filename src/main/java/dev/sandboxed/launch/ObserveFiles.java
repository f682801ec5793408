package dev.sandboxed.launch;

import dev.sandboxed.plan.SandboxNotes;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.plan.Words;
import dev.sandboxed.policy.Aftermath.Observing;
import dev.sandboxed.seccomp.Rule;
import dev.sandboxed.state.ObservedLogs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files from which src/main/bash/observe knows what to write down, and how. */
final class ObserveFiles {

  // What opens, looks at, changes or executes a file, and what reaches an address. The last four
  // say which process is whose,
  // and where it is.
  private static final List<String> CALLS =
      List.of(
          "open openat openat2 creat access faccessat faccessat2 stat lstat stat64 lstat64 newfstatat fstatat64 statx",
          "readlink readlinkat statfs statfs64 getxattr lgetxattr listxattr llistxattr inotify_add_watch",
          "chdir chroot mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat",
          "chmod fchmodat fchmodat2 chown lchown fchownat truncate truncate64 utime utimes futimesat utimensat",
          "utimensat_time64 mknod mknodat setxattr lsetxattr removexattr lremovexattr name_to_handle_at",
          "execve execveat connect bind fchdir clone clone3 fork vfork");

  private ObserveFiles() {}

  /** Contents by name. */
  static Map<String, byte[]> of(SandboxPlan plan, LaunchTools tools, Path state) {
    Observing observing = plan.aftermath().observing().orElseThrow();
    return Map.of(
        "words", Words.bytes(words(plan, observing, tools.observe().orElseThrow(), state)),
        "plan.json", PlanJson.ofObserved(plan, tools).getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> words(
      SandboxPlan plan, Observing observing, ObserveTools tools, Path state) {
    List<String> words = new ArrayList<>();
    words.add(ObservedLogs.directory(state).toString());
    words.add(tools.perl().toString());
    words.add(observing.successes() ? "yes" : "no");
    words.add(SandboxNotes.DENIED_FILES.toString());
    words.add(
        observing.calls()
            ? "nothing is written down"
            : "the kernel refuses what it would have seen, and programs inside open no file any more");
    words.addAll(List.of(tools.strace().toString(), "-DDD", "-f", "-q", "-y", "-xx", "-ttt"));
    words.addAll(List.of("--decode-pids=comm,pidns", "-s", observing.calls() ? "64" : "1"));
    if (!observing.calls()) {
      words.add("--seccomp-bpf");
    }
    words.addAll(List.of("-e", "trace=" + calls(plan, observing)));
    return words;
  }

  private static String calls(SandboxPlan plan, Observing observing) {
    Stream<String> seen = CALLS.stream().flatMap(line -> Stream.of(line.split(" ", -1)));
    Stream<String> refused =
        observing.calls()
            ? plan.isolation().systemCalls().value().stream()
                .map(Rule::call)
                .map(call -> call.name())
            : Stream.empty();
    // A question mark: not every strace knows each.
    return Stream.concat(seen, refused)
        .distinct()
        .map(name -> "?" + name)
        .collect(Collectors.joining(","));
  }
}
