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

/** The house's rules, for the packages below one root. */
final class Rooms {

  /**
   * The rooms that each room may import. The plan is made of the policy's values, so a reader of
   * the plan reads those too; and an agent's definition says what is fetched for it.
   */
  private static final Map<String, List<String>> MAY_IMPORT = new LinkedHashMap<>();

  static {
    MAY_IMPORT.put("problem", List.of());
    MAY_IMPORT.put("address", List.of());
    MAY_IMPORT.put("files", List.of("problem"));
    MAY_IMPORT.put("profile", List.of("address", "problem"));
    MAY_IMPORT.put("nix", List.of("files", "problem"));
    MAY_IMPORT.put("host", List.of("address", "files", "problem"));
    MAY_IMPORT.put("git", List.of("files", "host", "problem"));
    MAY_IMPORT.put("policy", List.of("address", "problem", "profile", "nix", "host", "git"));
    MAY_IMPORT.put("seccomp", List.of());
    MAY_IMPORT.put("plan", List.of("policy", "profile", "seccomp", "address", "problem"));
    MAY_IMPORT.put("bwrap", List.of("plan", "policy", "problem"));
    MAY_IMPORT.put("netns", List.of("policy", "address", "problem"));
    MAY_IMPORT.put("state", List.of("files", "problem"));
    MAY_IMPORT.put(
        "launch",
        List.of(
            "plan", "policy", "bwrap", "netns", "seccomp", "address", "files", "host", "state",
            "profile", "problem"));
    MAY_IMPORT.put("cli", List.copyOf(MAY_IMPORT.keySet()));
  }

  private static final List<String> PURE =
      List.of("address", "profile", "policy", "plan", "seccomp", "bwrap", "netns");

  private static final List<String> WITHOUT_EFFECTS =
      List.of(
          "problem", "address", "profile", "policy", "plan", "seccomp", "bwrap", "netns", "cli");

  private final String root;

  Rooms(String root) {
    this.root = root;
  }

  /** The names of all rooms. */
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
    return slices().matching(root + ".(*)..").should().beFreeOfCycles();
  }

  /** Exempts {@code cli.Main}, which hands the edges of its process to everything else. */
  ArchRule onlyTheRoomsOfEffectsTouchTheMachine() {
    return noClasses()
        .that()
        .resideInAnyPackage(inside(WITHOUT_EFFECTS))
        .and()
        .doNotHaveFullyQualifiedName(root + ".cli.Main")
        .should(Effects.touchTheMachine());
  }

  /** Not through another room either: they see facts, and never the probe that gathers them. */
  ArchRule thePureRoomsReachNothingThatTouchesTheMachine() {
    DescribedPredicate<JavaClass> ours = JavaClass.Predicates.resideInAPackage(root + "..");
    return noClasses()
        .that()
        .resideInAnyPackage(inside(PURE))
        .should()
        .transitivelyDependOnClassesThat(ours.and(Effects.touchesTheMachine()));
  }

  private String inside(String room) {
    return root + "." + room + "..";
  }

  private String[] inside(List<String> rooms) {
    return rooms.stream().map(this::inside).toArray(String[]::new);
  }
}
