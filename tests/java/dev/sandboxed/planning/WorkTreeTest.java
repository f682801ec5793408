package dev.sandboxed.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.git.GitPointer;
import dev.sandboxed.host.Project;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.review.Approvable;
import dev.sandboxed.state.Approvals;
import dev.sandboxed.state.WritablePlaces.Place;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which repository a project's pointer may bring along. */
class WorkTreeTest {

  private static final Path FIX = Path.of("/home/ana/fix");
  private static final Path SHOP = Path.of("/home/ana/shop/.git");
  private static final Path BLOG = Path.of("/home/ana/blog");

  @TempDir Path temporary = Path.of("");

  @Test
  void aRepositoryThatNoSandboxCouldWriteCountsByItself() {
    assertThat(verdict(leads(SHOP)))
        .isEqualTo(new WorkTree.Verdict(true, Optional.of(SHOP), List.of()));
    assertThat(verdict(leads(SHOP), new Place(BLOG, BLOG, false)).accepted()).isTrue();
  }

  @Test
  void itKeepsCountingForTheWorkTreeThatHadIt() {
    Place own = new Place(FIX, SHOP, true);
    Place others = new Place(Path.of("/home/ana/shop"), Path.of("/home/ana/shop"), false);
    assertThat(verdict(leads(SHOP), own).accepted()).isTrue();
    assertThat(verdict(leads(SHOP), own, others).accepted()).isTrue();
    // What one work tree may do, another may not do for that reason.
    assertThat(verdict(leads(SHOP), new Place(BLOG, SHOP, true)).accepted()).isFalse();
  }

  @Test
  void aRepositoryThatASandboxCouldWriteDoesNotCount() {
    Path home = Path.of("/home/ana");
    for (Place place :
        List.of(
            new Place(BLOG, home, false),
            new Place(BLOG, Path.of("/home/ana/shop"), false),
            new Place(BLOG, SHOP.resolve("worktrees"), false),
            // Nor does it count for its own project.
            new Place(FIX, home, false))) {
      WorkTree.Verdict verdict = verdict(leads(SHOP), place);
      assertThat(verdict.accepted()).isFalse();
      assertThat(verdict.remarks())
          .extracting(Remark::describe)
          .containsExactly(
              "git finds no repository inside. sandboxed allow /home/ana/fix accepts it: .git leads to /home/ana/shop/.git, which a sandbox of "
                  + place.project()
                  + " could write");
    }
  }

  @Test
  void aRepositoryThatDoesNotNameTheWorkTreeDoesNotCount() {
    assertThat(verdict(new GitPointer.Leads(SHOP, SHOP, false, "")).remarks())
        .extracting(Remark::describe)
        .singleElement()
        .asString()
        .contains("which does not name this work tree");
  }

  @Test
  void aRepositoryInAProjectAroundThisOneDoesNotCount() {
    Project inner = new Project(FIX, FIX, List.of(Path.of("/home/ana/shop")));
    assertThat(verdict(inner, leads(SHOP)).remarks())
        .extracting(Remark::describe)
        .singleElement()
        .asString()
        .contains("in the project around this one, /home/ana/shop");
  }

  @Test
  void aRepositoryThatContainsTheProjectDoesNotCount() {
    assertThat(verdict(leads(Path.of("/home/ana"))).remarks())
        .extracting(Remark::describe)
        .singleElement()
        .asString()
        .contains("in which the project lies");
  }

  @Test
  void aRepositoryInsideTheProjectCountsByItself() {
    assertThat(verdict(leads(FIX.resolve(".bare"))).accepted()).isTrue();
  }

  @Test
  void aPointerThatLeadsNowhereIsReported() {
    assertThat(verdict(new GitPointer.Broken("is a directory")).remarks())
        .extracting(Remark::describe)
        .containsExactly("git finds no repository inside. .git is a directory");
    assertThat(verdict(new GitPointer.None()).remarks()).isEmpty();
  }

  @Test
  void exactlyWhatAPersonAllowedCounts() {
    Place place = new Place(BLOG, SHOP, false);
    WorkTree asked = new WorkTree(project(), leads(SHOP));
    Approvable shown = asked.approvable(places(place)).orElseThrow();
    assertThat(shown.remarks().toString())
        .contains("which a sandbox of /home/ana/blog could write")
        .contains("can then read and write that repository");

    approvals().allow(FIX, shown.subject(), shown.content(), Instant.EPOCH);
    assertThat(verdict(leads(SHOP), place).accepted()).isTrue();
    // It takes a person's approval, so it does not count by itself later.
    assertThat(verdict(leads(SHOP), place).certain()).isEmpty();
    Path other = Path.of("/home/ana/other/.git");
    assertThat(verdict(leads(other), new Place(BLOG, other, false)).accepted()).isFalse();
  }

  @Test
  void whatCountsByItselfIsNotAskedAbout() {
    assertThat(new WorkTree(project(), leads(SHOP)).approvable(places())).isEmpty();
    assertThat(new WorkTree(project(), new GitPointer.Broken("x")).approvable(places())).isEmpty();
  }

  private static GitPointer.Leads leads(Path common) {
    return new GitPointer.Leads(common.resolve("worktrees/fix"), common, true, "gitdir: …\n");
  }

  private static Project project() {
    return new Project(FIX, FIX, List.of());
  }

  private WorkTree.Verdict verdict(GitPointer pointer, Place... places) {
    return verdict(project(), pointer, places);
  }

  private WorkTree.Verdict verdict(Project project, GitPointer pointer, Place... places) {
    return new WorkTree(project, pointer).verdict(approvals(), places(places));
  }

  private static SortedSet<Place> places(Place... places) {
    return new TreeSet<>(List.of(places));
  }

  private Approvals approvals() {
    return new Approvals(ThisMachine.INQUIRY, Disk.directory(temporary.resolve("state")));
  }
}
