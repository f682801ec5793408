package dev.sandboxed.foreign;

import dev.sandboxed.foreign.Note.Verdict;
import dev.sandboxed.problem.Quoted;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code runArgs} of a dev container: the options of {@code docker run}. */
final class ContainerArguments {

  private static final Set<String> FLAGS =
      Set.of(
          "--privileged",
          "--init",
          "--rm",
          "--read-only",
          "--tty",
          "-t",
          "--interactive",
          "-i",
          "-it");

  private static final Map<String, String> WHY =
      Map.ofEntries(
          Map.entry(
              "--privileged", "nothing inside has a capability, and system calls are filtered"),
          Map.entry("--cap-add", "nothing inside has a capability"),
          Map.entry(
              "--security-opt", "the filter of system calls and no new privileges always hold"),
          Map.entry("--userns", "the sandbox has a user namespace of its own"),
          Map.entry("--pid", "the sandbox has processes of its own"),
          Map.entry("--ipc", "the sandbox has its own shared memory"),
          Map.entry("--device", "filesystem.devices shows single devices"),
          Map.entry("--gpus", "devices.gpu = true shows graphics cards"),
          Map.entry("--volume", "filesystem.read and filesystem.write show what is named"),
          Map.entry("--mount", "filesystem.read and filesystem.write show what is named"),
          Map.entry("--publish", "network.publish leads to a port inside"),
          Map.entry("--env", "environment.set and environment.pass name variables"),
          Map.entry("--env-file", "environment.set and environment.pass name variables"),
          Map.entry("--add-host", "names are resolved outside"),
          Map.entry("--dns", "network.dns names other servers"),
          Map.entry("--init", "the sandbox has a process that reaps others"),
          Map.entry("--user", "programs inside run as you"),
          Map.entry("--shm-size", "limits.tmp_size holds each directory in memory"));

  private static final Map<String, String> LONG =
      Map.of(
          "-v",
          "--volume",
          "-p",
          "--publish",
          "-e",
          "--env",
          "-u",
          "--user",
          "-m",
          "--memory",
          "--net",
          "--network");

  private static final Pattern SIZE =
      Pattern.compile("(?<number>[1-9][0-9]{0,6})(?<unit>[mgMG])[bB]?");

  private static final int LEAST_MEMORY_IN_MEBI = 32;
  private static final int LEAST_TASKS = 32;
  private static final int MOST_TASKS = 1 << 22;

  private final Draft draft;
  private final HostDraft hosts;

  ContainerArguments(Draft draft, HostDraft hosts) {
    this.draft = draft;
    this.hosts = hosts;
  }

  void read(List<Setting> arguments) {
    List<Setting> rest = new ArrayList<>(arguments);
    while (!rest.isEmpty()) {
      Setting option = rest.removeFirst();
      String written = option.word();
      int equals = written.indexOf('=');
      String name = equals < 0 ? written : written.substring(0, equals);
      boolean alone = equals >= 0 || FLAGS.contains(name) || rest.isEmpty();
      String value =
          equals >= 0 ? written.substring(equals + 1) : alone ? "" : rest.removeFirst().text();
      read(option, LONG.getOrDefault(name, name), value);
    }
  }

  private void read(Setting option, String name, String value) {
    switch (name) {
      case "--network" -> network(option, value);
      case "--memory" -> memory(option, value);
      case "--pids-limit" -> tasks(option, value);
      case "--cpus" -> processors(option, value);
      case "--cap-drop" -> draft.note(Verdict.ALREADY, option, "nothing inside has a capability");
      default ->
          draft.leaveOut(
              option,
              Quoted.of(name)
                  + ": "
                  + WHY.getOrDefault(name, "is an option of Docker's that has no counterpart"));
    }
  }

  private void network(Setting option, String value) {
    if (value.equals("none")) {
      hosts.deny(option, "*");
    } else {
      draft.leaveOut(
          option,
          Quoted.of(value)
              + " is a network of Docker's, or this machine's; network.tier chooses one");
    }
  }

  private void memory(Setting option, String value) {
    Matcher size = SIZE.matcher(value);
    if (size.matches()) {
      String unit = size.group("unit").toUpperCase(Locale.ROOT);
      if (!unit.equals("M") || Integer.parseInt(size.group("number")) >= LEAST_MEMORY_IN_MEBI) {
        draft.addText(Draft.Key.MEMORY, size.group("number") + unit, option);
        return;
      }
    }
    notKept(option, value, "limits.memory");
  }

  private void tasks(Setting option, String value) {
    Optional<BigDecimal> number = number(value);
    if (number.isPresent()
        && number.get().scale() <= 0
        && number.get().compareTo(BigDecimal.valueOf(LEAST_TASKS)) >= 0
        && number.get().compareTo(BigDecimal.valueOf(MOST_TASKS)) <= 0) {
      draft.add(Draft.Key.TASKS, number.get().toPlainString(), option);
    } else {
      notKept(option, value, "limits.tasks");
    }
  }

  private void processors(Setting option, String value) {
    Optional<BigDecimal> number = number(value);
    if (number.isPresent()
        && number.get().scale() <= 2
        && number.get().compareTo(new BigDecimal("0.1")) >= 0
        && number.get().compareTo(new BigDecimal("1024")) <= 0) {
      draft.add(Draft.Key.CPU, number.get().setScale(2).toPlainString(), option);
    } else {
      notKept(option, value, "limits.cpu");
    }
  }

  private void notKept(Setting option, String value, String key) {
    draft.note(Verdict.WEAKER, option, Quoted.of(value) + " cannot be said in " + key);
  }

  private static Optional<BigDecimal> number(String text) {
    return text.matches("[0-9]{1,7}(?:\\.[0-9]{1,6})?")
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }
}
