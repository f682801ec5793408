package dev.sandboxed.policy.limits;

import dev.sandboxed.host.machine.ControlGroups;
import dev.sandboxed.host.machine.ControlGroups.Controller;
import dev.sandboxed.host.machine.LimitMeans;
import dev.sandboxed.policy.limits.Enclosure.Group;
import dev.sandboxed.policy.limits.Enclosure.Setting;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.limits.LimitsRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides how the limits of one session are kept, or refuses. */
final class LimitDecision {

  // The kernel's own default, in microseconds, so that of one percent there are a thousand.
  private static final int PERIOD = 100_000;
  private static final int PER_PERCENT = PERIOD / 100;

  private static final String REMEDY =
      "log in so that a systemd manager runs for you (loginctl enable-linger), or have root hand you a control group"
          + " (docs/profile.md#limits), or remove the line";

  private final LimitsRequest asked;
  private final LimitMeans means;

  LimitDecision(LimitsRequest asked, LimitMeans means) {
    this.asked = asked;
    this.means = means;
  }

  Limits limits() {
    Map<Controller, Located<?>> needed = needed();
    Optional<Enclosure> enclosure =
        needed.isEmpty() ? Optional.empty() : Optional.of(around(needed));
    return new Limits(
        asked,
        asked.tasks().isPresent() && means.countsTasksByNamespace(),
        enclosure,
        asked.runtime().map(_ -> tool("setsid", "util-linux", means.setsid())));
  }

  /** What only a control group can keep. */
  private Map<Controller, Located<?>> needed() {
    Map<Controller, Located<?>> needed = new EnumMap<>(Controller.class);
    asked.memory().ifPresent(limit -> needed.put(Controller.MEMORY, limit));
    asked.cpu().ifPresent(limit -> needed.put(Controller.CPU, limit));
    if (!means.countsTasksByNamespace()) {
      asked.tasks().ifPresent(limit -> needed.put(Controller.TASKS, limit));
    }
    return needed;
  }

  private Enclosure around(Map<Controller, Located<?>> needed) {
    ControlGroups groups = means.groups();
    return groups
        .manager()
        .filter(manager -> manager.controllers().containsAll(needed.keySet()))
        .<Enclosure>map(this::scope)
        .or(() -> own(needed))
        .orElseThrow(() -> refusal(needed));
  }

  /** One group for all of them if there is a place for that, else one for each. */
  private Optional<Enclosure> own(Map<Controller, Located<?>> needed) {
    Map<ControlGroups.Place, List<Setting>> settings = new LinkedHashMap<>();
    for (Controller controller : needed.keySet()) {
      Optional<ControlGroups.Place> found =
          means.groups().places().stream()
              .filter(place -> place.controllers().containsAll(needed.keySet()))
              .findFirst()
              .or(() ->
                  means.groups().places().stream()
                      .filter(place -> place.controllers().contains(controller))
                      .findFirst());
      if (found.isEmpty()) {
        return Optional.empty();
      }
      settings
          .computeIfAbsent(found.get(), _ -> new ArrayList<>())
          .addAll(settings(controller, found.get().unified()));
    }
    List<Group> made = new ArrayList<>();
    settings.forEach((place, all) -> made.add(new Group(place.directory(), all)));
    return Optional.of(
        new Enclosure.Own(
            tool("mkdir", "coreutils", means.mkdir()),
            tool("rmdir", "coreutils", means.rmdir()),
            made));
  }

  private List<Setting> settings(Controller controller, boolean unified) {
    return switch (controller) {
      case MEMORY -> {
        String bytes = Long.toString(asked.memory().orElseThrow().value().bytes());
        // In version 1 the second counts memory and swap together, in version 2 swap alone.
        yield unified
            ? List.of(
                new Setting("memory.max", bytes, false), new Setting("memory.swap.max", "0", true))
            : List.of(
                new Setting("memory.limit_in_bytes", bytes, false),
                new Setting("memory.memsw.limit_in_bytes", bytes, true));
      }
      case CPU -> {
        int quota = asked.cpu().orElseThrow().value().percent() * PER_PERCENT;
        yield unified
            ? List.of(new Setting("cpu.max", quota + " " + PERIOD, false))
            : List.of(
                new Setting("cpu.cfs_period_us", Integer.toString(PERIOD), false),
                new Setting("cpu.cfs_quota_us", Integer.toString(quota), false));
      }
      case TASKS ->
          List.of(new Setting("pids.max", asked.tasks().orElseThrow().value().toString(), false));
    };
  }

  /** As in systemd.resource-control(5). */
  private Enclosure scope(ControlGroups.Manager manager) {
    List<String> properties = new ArrayList<>();
    List<Setting> settings = new ArrayList<>();
    for (Controller controller : needed().keySet()) {
      settings.addAll(settings(controller, true));
      switch (controller) {
        case MEMORY -> {
          properties.add("MemoryMax=" + asked.memory().orElseThrow().value().bytes());
          properties.add("MemorySwapMax=0");
        }
        case CPU -> properties.add("CPUQuota=" + asked.cpu().orElseThrow().value().percent() + "%");
        case TASKS -> properties.add("TasksMax=" + asked.tasks().orElseThrow().value());
      }
    }
    return new Enclosure.Scope(
        manager.program(),
        manager.runtimeDirectory(),
        properties,
        new Group(manager.mount(), settings));
  }

  private UserFailure refusal(Map<Controller, Located<?>> needed) {
    return new UserFailure(
        needed.entrySet().stream()
            .map(entry ->
                new Problem(
                    "limits.not-possible",
                    "%s = %s cannot be kept here: it needs the %s controller, %s"
                        .formatted(
                            key(entry.getKey()),
                            entry.getValue().value(),
                            entry.getKey().word(),
                            why(entry.getKey())),
                    entry.getValue().origin().where(),
                    REMEDY))
            .toList());
  }

  private static String key(Controller controller) {
    return switch (controller) {
      case MEMORY -> "memory";
      case CPU -> "cpu";
      case TASKS -> "tasks";
    };
  }

  private String why(Controller controller) {
    ControlGroups groups = means.groups();
    String none = groups.why().isEmpty() ? "which no group of yours has" : "but " + groups.why();
    return switch (controller) {
      case MEMORY, CPU -> none;
      case TASKS ->
          none + "; without it, tasks needs Linux 5.14, unshare, and a person who is not root";
    };
  }

  private static Path tool(String name, String debianPackage, Optional<Path> found) {
    return found.orElseThrow(() ->
        new UserFailure(
            Problem.of(
                "host.missing-program",
                "[limits] needs " + name + ", which is not on PATH",
                "install " + debianPackage)));
  }
}
