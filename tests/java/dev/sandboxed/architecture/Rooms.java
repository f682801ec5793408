package dev.sandboxed.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The house's rules, for the packages below one root. */
final class Rooms {

  /**
   * Who may import whom. The plan is made of the policy's values, so that whoever reads a plan
   * reads those too; and what is fetched for an agent is said in its definition.
   */
  private static final Map<String, List<String>> MAY_IMPORT = new LinkedHashMap<>();

  static {
    MAY_IMPORT.put("problem", List.of());
    MAY_IMPORT.put("address", List.of());
    MAY_IMPORT.put("seccomp", List.of());
    MAY_IMPORT.put("isolation", List.of());
    MAY_IMPORT.put("files", List.of("problem"));
    MAY_IMPORT.put("watch", List.of("files", "problem"));
    MAY_IMPORT.put("toml", List.of("problem"));
    MAY_IMPORT.put("profile", List.of("address", "problem", "toml"));
    MAY_IMPORT.put("nix.flake", List.of("files", "problem"));
    MAY_IMPORT.put("nix.source", List.of("files", "nix.flake", "problem"));
    MAY_IMPORT.put("nix", List.of("files", "isolation", "nix.flake", "nix.source", "problem"));
    MAY_IMPORT.put("host.survey", List.of("files", "problem"));
    MAY_IMPORT.put("host", List.of("address", "files", "host.survey", "isolation", "problem"));
    MAY_IMPORT.put("git", List.of("files", "host", "host.survey", "problem"));
    MAY_IMPORT.put("state", List.of("files", "problem"));
    MAY_IMPORT.put("network", List.of("address", "host", "problem", "profile"));
    MAY_IMPORT.put("environment", List.of("nix", "problem"));
    MAY_IMPORT.put(
        "policy",
        List.of(
            "address",
            "environment",
            "files",
            "git",
            "host",
            "host.survey",
            "network",
            "nix",
            "problem",
            "profile"));
    MAY_IMPORT.put(
        "plan",
        List.of(
            "address",
            "environment",
            "isolation",
            "network",
            "policy",
            "problem",
            "profile",
            "seccomp"));
    MAY_IMPORT.put(
        "plan.text", List.of("address", "environment", "network", "plan", "policy", "problem"));
    MAY_IMPORT.put(
        "bwrap",
        List.of("environment", "isolation", "network", "plan", "policy", "problem", "seccomp"));
    MAY_IMPORT.put("netns", List.of("address", "network", "problem"));
    MAY_IMPORT.put("agent", List.of("files", "plan", "problem", "profile"));
    MAY_IMPORT.put("changes", List.of("files", "host", "plan", "problem"));
    MAY_IMPORT.put("review", List.of("address", "problem", "profile", "state", "toml"));
    MAY_IMPORT.put(
        "launch",
        List.of(
            "address",
            "bwrap",
            "changes",
            "environment",
            "files",
            "host",
            "isolation",
            "netns",
            "network",
            "plan",
            "plan.text",
            "policy",
            "problem",
            "seccomp",
            "state",
            "watch"));
    MAY_IMPORT.put(
        "planning",
        List.of(
            "agent",
            "environment",
            "files",
            "git",
            "host",
            "host.survey",
            "launch",
            "network",
            "nix",
            "nix.flake",
            "nix.source",
            "plan",
            "policy",
            "problem",
            "profile",
            "review",
            "state"));
    MAY_IMPORT.put("cli.options", List.of("problem", "profile", "toml"));
    MAY_IMPORT.put("cli.shell", List.of("cli.options", "problem"));
    MAY_IMPORT.put("cli", List.copyOf(MAY_IMPORT.keySet()));
  }

  private static final List<String> PURE =
      List.of(
          "address",
          "toml",
          "profile",
          "network",
          "environment",
          "policy",
          "plan",
          "plan.text",
          "seccomp",
          "isolation",
          "bwrap",
          "netns");

  private static final List<String> WITHOUT_EFFECTS =
      Stream.concat(
              PURE.stream(),
              Stream.of("problem", "review", "planning", "cli", "cli.options", "cli.shell"))
          .toList();

  private final String root;

  Rooms(String root) {
    this.root = root;
  }

  /** Every room there is. */
  List<String> names() {
    return List.copyOf(MAY_IMPORT.keySet());
  }

  ArchRule importsFollowTheTable(String room) {
    List<String> others = new ArrayList<>(MAY_IMPORT.keySet());
    others.removeAll(MAY_IMPORT.getOrDefault(room, List.of()));
    others.remove(room);
    return noClasses()
        .that()
        .resideInAPackage(inside(room))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(inside(others))
        .allowEmptyShould(true);
  }

  ArchRule thereAreNoCycles() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  /** All but {@code cli.Main}, which hands the edges of its process to everybody else. */
  ArchRule onlyTheRoomsOfEffectsTouchTheMachine() {
    return noClasses()
        .that()
        .resideInAnyPackage(inside(WITHOUT_EFFECTS))
        .and()
        .doNotHaveFullyQualifiedName(root + ".cli.Main")
        .should(Effects.touchTheMachine());
  }

  /** Not by way of another room either: they see facts, and never the probe that gathers them. */
  ArchRule thePureRoomsReachNothingThatTouchesTheMachine() {
    DescribedPredicate<JavaClass> ours = JavaClass.Predicates.resideInAPackage(root + "..");
    return noClasses()
        .that()
        .resideInAnyPackage(inside(PURE))
        .should()
        .transitivelyDependOnClassesThat(ours.and(Effects.touchesTheMachine()));
  }

  /** What production and the golden cases both call depends on its arguments alone. */
  ArchRule theDecisionReachesNothingThatTouchesTheMachine() {
    DescribedPredicate<JavaClass> ours = JavaClass.Predicates.resideInAPackage(root + "..");
    return noClasses()
        .that()
        .haveFullyQualifiedName(root + ".planning.Decision")
        .should()
        .transitivelyDependOnClassesThat(ours.and(Effects.touchesTheMachine()));
  }

  private String inside(String room) {
    return root + "." + room;
  }

  private String[] inside(List<String> rooms) {
    return rooms.stream().map(this::inside).toArray(String[]::new);
  }
}
