package dev.sandboxed.e2e.attack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The attacks as docs/attacks.md shows them: what {@link AttacksIT} tries, and nothing else. */
public final class AttackTable {

  private static final Map<String, String> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("files", "Files that are not the agent's");
    GROUPS.put("lasting", "What would outlast the session");
    GROUPS.put("git", "What git obeys outside");
    GROUPS.put("sandboxed", "The sandbox's keeper, and its next launch");
    GROUPS.put("processes", "Other processes");
    GROUPS.put("ipc", "Shared memory, sockets and keys");
    GROUPS.put("kernel", "The kernel");
    GROUPS.put("network", "The host's network");
  }

  private AttackTable() {}

  /** The part of the document below its introduction. */
  public static List<String> markdown() {
    List<String> lines = new ArrayList<>();
    GROUPS.forEach((group, title) -> {
      lines.addAll(List.of("## " + title, ""));
      lines.add("| the agent … | outside | inside | as root | works inside without |");
      lines.add("|---|---|---|---|---|");
      Attack.all().stream()
          .filter(attack -> attack.group().equals(group))
          .forEach(attack -> lines.add(row(attack)));
      HeldElsewhere.all().stream()
          .filter(attack -> attack.group().equals(group))
          .forEach(attack -> lines.add(row(attack)));
      lines.add("");
    });
    return lines;
  }

  private static String row(Attack attack) {
    String outside = attack.root().isEmpty() ? "works" : "works for root: " + attack.root();
    String inside = attack.root().isEmpty() ? "refused" : "";
    String asRoot = "refused";
    if (!attack.through().isEmpty()) {
      inside = "**works**: " + attack.through();
      asRoot = "**works**";
    }
    return "| %s%s | %s | %s | %s | %s |"
        .formatted(attack.sentence(), options(attack), outside, inside, asRoot, wall(attack))
        .replace("|  |", "| |");
  }

  private static String options(Attack attack) {
    return attack.options().isEmpty()
        ? ""
        : " (`%s`)".formatted(String.join(" ", attack.options()));
  }

  private static String row(HeldElsewhere attack) {
    return attack.through().isEmpty()
        ? "| %s | held by `%s` | | | |".formatted(attack.sentence(), attack.test())
        : "| %s | works (`%s`) | **works**: %s | | |"
            .formatted(attack.sentence(), attack.test(), attack.through());
  }

  private static String wall(Attack attack) {
    return attack.grant().isEmpty()
        ? attack.walls().stream().map(AttackTable::wall).collect(Collectors.joining(" and "))
        : "(with `" + attack.grant() + "`)";
  }

  private static String wall(String wall) {
    String[] words = wall.split(" ", 2);
    return switch (words[0]) {
      case "filter" -> "the filter of system calls";
      case "limit" -> "the limit of namespaces";
      case "mask" -> "the mount at `" + words[1] + "`";
      case "option" -> "`" + words[1] + "`";
      default -> throw new AssertionError(wall);
    };
  }
}
