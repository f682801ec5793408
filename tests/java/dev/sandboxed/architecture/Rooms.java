package dev.sandboxed.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The house's rules, for the packages below one root, as docs/architecture.md states them. */
final class Rooms {

  private static final Path DOCUMENT = Path.of("docs", "architecture.md");

  /**
   * A row of the document's table.
   *
   * @param kind pure, no effects, or effects
   * @param imports the rooms that it may import
   */
  private record Room(String name, String sentence, String kind, List<String> imports) {}

  private static final List<Room> ROOMS = read();

  private static List<Room> read() {
    try (Stream<String> lines = Files.lines(DOCUMENT)) {
      List<Room> rooms = new ArrayList<>();
      lines
          .dropWhile(line -> !line.equals("| room | what lives there | kind | imports |"))
          .skip(2)
          .takeWhile(line -> line.startsWith("|"))
          .forEach(line -> rooms.add(room(line, rooms)));
      return List.copyOf(rooms);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Room room(String line, List<Room> above) {
    String[] cells = line.substring(1).split("\\|", -1);
    String imports = cells[3].strip();
    return new Room(
        cells[0].strip().replace("`", ""),
        cells[1].strip(),
        cells[2].strip(),
        imports.equals("everything")
            ? above.stream().map(Room::name).toList()
            : Stream.of(imports.replace("`", "").split(", *"))
                .filter(name -> !name.isEmpty())
                .toList());
  }

  private static List<String> ofKind(String... kinds) {
    return ROOMS.stream()
        .filter(room -> List.of(kinds).contains(room.kind()))
        .map(Room::name)
        .toList();
  }

  private final String root;

  Rooms(String root) {
    this.root = root;
  }

  /** What the document says lives in a room. */
  String sentence(String room) {
    return ROOMS.stream()
        .filter(row -> row.name().equals(room))
        .map(Room::sentence)
        .findFirst()
        .orElseThrow();
  }

  /** Every room there is. */
  List<String> names() {
    return ROOMS.stream().map(Room::name).toList();
  }

  ArchRule importsFollowTheTable(String room) {
    List<String> others = new ArrayList<>(names());
    ROOMS.stream()
        .filter(row -> row.name().equals(room))
        .forEach(row -> others.removeAll(row.imports()));
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
        .resideInAnyPackage(inside(ofKind("pure", "no effects")))
        .and()
        .doNotHaveFullyQualifiedName(root + ".cli.Main")
        .should(Effects.touchTheMachine());
  }

  /** Not through another room either: they see facts, and never the probe that gathers them. */
  ArchRule thePureRoomsReachNothingThatTouchesTheMachine() {
    DescribedPredicate<JavaClass> ours = JavaClass.Predicates.resideInAPackage(root + "..");
    return noClasses()
        .that()
        .resideInAnyPackage(inside(ofKind("pure")))
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
