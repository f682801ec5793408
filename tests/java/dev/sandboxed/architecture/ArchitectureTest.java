package dev.sandboxed.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.sandboxed.architecture.wrong.address.AsksAResolver;
import dev.sandboxed.architecture.wrong.agent.ReadsPastTheInquiry;
import dev.sandboxed.architecture.wrong.agent.ReadsTheClock;
import dev.sandboxed.architecture.wrong.bwrap.StartsAProgram;
import dev.sandboxed.architecture.wrong.cli.ReadsTheEnvironment;
import dev.sandboxed.architecture.wrong.plan.AsksAProbe;
import dev.sandboxed.architecture.wrong.planning.Decision;
import dev.sandboxed.architecture.wrong.policy.ReadsAFile;
import dev.sandboxed.architecture.wrong.policy.ResolvesSymlinks;
import dev.sandboxed.architecture.wrong.problem.ImportsThePolicy;
import dev.sandboxed.architecture.wrong.profile.AsksTheNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The house keeps every rule, and a class that was written to break the rule breaks it. */
class ArchitectureTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/sandboxed");

  private static final Rooms ROOMS = new Rooms("dev.sandboxed");

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sandboxed");

  private static final Rooms WRONG_ROOMS = new Rooms("dev.sandboxed.architecture.wrong");

  private static final JavaClasses WRONG_HOUSE =
      new ClassFileImporter().importPackages("dev.sandboxed.architecture.wrong");

  static List<String> rooms() {
    return ROOMS.names();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void everyRoomImportsOnlyWhatTheTableGivesIt(String room) {
    ROOMS.importsFollowTheTable(room).check(HOUSE);
  }

  @Test
  void thereIsNoRoomThatTheTableDoesNotKnow() {
    assertThat(HOUSE)
        .extracting(javaClass -> javaClass.getPackageName().replace("dev.sandboxed.", ""))
        .isSubsetOf(ROOMS.names());
  }

  @Test
  void theTableHasNoRoomThatIsNotThere() {
    assertThat(ROOMS.names())
        .isSubsetOf(
            HOUSE.stream()
                .map(javaClass -> javaClass.getPackageName().replace("dev.sandboxed.", ""))
                .collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomSaysOfItselfWhatTheTableSays(String room) throws IOException {
    Path text = SOURCES.resolve(room.replace('.', '/')).resolve("package-info.java");

    assertThat(Files.readString(text).replaceAll("\\n \\* ", " ").replaceAll("\\s+", " "))
        .contains(ROOMS.sentence(room));
  }

  /** A room with more is two. */
  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomHasAtMost26Files(String room) throws IOException {
    try (Stream<Path> files = Files.list(SOURCES.resolve(room.replace('.', '/')))) {
      assertThat(files.filter(file -> !file.endsWith("package-info.java")))
          .filteredOn(Files::isRegularFile)
          .hasSizeLessThanOrEqualTo(26);
    }
  }

  @Test
  void anImportAgainstTheTableIsFound() {
    isBrokenBy(WRONG_ROOMS.importsFollowTheTable("problem"), ImportsThePolicy.class);
  }

  @Test
  void theRoomsDependOnEachOtherOneWay() {
    ROOMS.thereAreNoCycles().check(HOUSE);
  }

  @Test
  void aCycleIsFound() {
    isBrokenBy(WRONG_ROOMS.thereAreNoCycles(), ImportsThePolicy.class);
  }

  @Test
  void onlyTheRoomsOfEffectsTouchTheMachine() {
    ROOMS.onlyTheRoomsOfEffectsTouchTheMachine().check(HOUSE);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        ReadsAFile.class,
        ResolvesSymlinks.class,
        StartsAProgram.class,
        AsksTheNetwork.class,
        AsksAResolver.class,
        ReadsTheEnvironment.class
      })
  void aClassThatTouchesTheMachineElsewhereIsFound(Class<?> wrong) {
    isBrokenBy(WRONG_ROOMS.onlyTheRoomsOfEffectsTouchTheMachine(), wrong);
  }

  @Test
  void thePureRoomsDoNotReachTheMachineThroughOtherRooms() {
    ROOMS.thePureRoomsReachNothingThatTouchesTheMachine().check(HOUSE);
  }

  @Test
  void theWayThroughAnotherRoomIsFound() {
    isBrokenBy(WRONG_ROOMS.thePureRoomsReachNothingThatTouchesTheMachine(), AsksAProbe.class);
  }

  @Test
  void whatIsDecidedForALaunchFollowsFromTheAnswersAlone() {
    ROOMS.theDecisionReachesNothingThatTouchesTheMachine().check(HOUSE);
  }

  @Test
  void aDecisionThatAsksAProbeIsFound() {
    isBrokenBy(WRONG_ROOMS.theDecisionReachesNothingThatTouchesTheMachine(), Decision.class);
  }

  @Test
  void onTheWayToAPlanOnlyTheInquiryReadsTheWorld() {
    new Asking("dev.sandboxed").onlyTheInquiryReadsTheWorld().check(HOUSE);
  }

  @Test
  void everyExceptionFromThatIsNeeded() {
    assertThat(new Asking("dev.sandboxed").needless(HOUSE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(classes = {ReadsPastTheInquiry.class, ReadsTheClock.class})
  void whoeverReadsPastTheInquiryIsFound(Class<?> wrong) {
    isBrokenBy(new Asking("dev.sandboxed.architecture.wrong").onlyTheInquiryReadsTheWorld(), wrong);
  }

  private static void isBrokenBy(ArchRule rule, Class<?> wrong) {
    assertThatThrownBy(() -> rule.check(WRONG_HOUSE))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(wrong.getSimpleName());
  }
}
