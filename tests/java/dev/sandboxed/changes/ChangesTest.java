package dev.sandboxed.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangesTest {

  private final SortedMap<String, FileMark> before = new TreeMap<>();
  private final SortedMap<String, FileMark> after = new TreeMap<>();

  @Test
  void aFileIsChangedIfAnyOfItsMarksIs() {
    FileMark mark = new FileMark('f', 1, 2, 3, 4);
    for (String name : List.of("same", "kind", "size", "written", "changed", "inode")) {
      before.put(name, mark);
    }
    after.put("same", mark);
    after.put("kind", new FileMark('l', 1, 2, 3, 4));
    after.put("size", new FileMark('f', 9, 2, 3, 4));
    after.put("written", new FileMark('f', 1, 9, 3, 4));
    after.put("changed", new FileMark('f', 1, 2, 9, 4));
    after.put("inode", new FileMark('f', 1, 2, 3, 9));

    assertThat(told())
        .containsExactly(
            "CHANGED changed", "CHANGED inode", "CHANGED kind", "CHANGED size", "CHANGED written");
  }

  @Test
  void aFileThatMovedIsRenamed() {
    before.put("a", new FileMark('f', 1, 2, 3, 4));
    after.put("b", new FileMark('f', 1, 2, 9, 4));

    assertThat(told()).containsExactly("RENAMED b from a");
  }

  @Test
  void aReusedInodeNumberIsNotARename() {
    before.put("a", new FileMark('f', 1, 2, 3, 4));
    after.put("b", new FileMark('f', 1, 9, 9, 4));

    assertThat(told()).containsExactly("REMOVED a", "ADDED b");
  }

  @Test
  void aSecondNameOfAFileThatIsStillThereIsAdded() {
    FileMark mark = new FileMark('f', 1, 2, 3, 4);
    before.put("a", mark);
    after.put("a", mark);
    after.put("b", mark);

    assertThat(told()).containsExactly("ADDED b");
  }

  @Test
  void onlyOneFileCanBeTheMissingOneRenamed() {
    before.put("a", new FileMark('f', 1, 2, 3, 4));
    after.put("b", new FileMark('f', 1, 2, 9, 4));
    after.put("c", new FileMark('f', 1, 2, 9, 4));

    assertThat(told()).containsExactly("RENAMED b from a", "ADDED c");
  }

  @Test
  void ignoredFilesAreOnlyCounted() {
    IntStream.range(0, 5).forEach(n -> after.put("out/" + n, new FileMark('f', n, n, n, n)));
    after.put("log", new FileMark('f', 1, 1, 1, 1));
    after.put("seen", new FileMark('f', 2, 2, 2, 2));

    Changes changes = changes().ignoring(List.of("out/0", "out/1", "log"));

    assertThat(changes.ignored()).containsEntry("out/", 2).containsEntry("log", 1).hasSize(2);
    assertThat(changes.files())
        .extracting(Changes.Change::name)
        .containsExactly("out/2", "out/3", "out/4", "seen");
  }

  @Test
  void allChangesFitOnTwentyLines() {
    IntStream.range(0, 100).forEach(n -> after.put("f" + n, new FileMark('f', n, n, n, n)));
    IntStream.range(0, 50).forEach(n -> after.put(n + "/x", new FileMark('f', n, n, 1000, n)));
    Changes all = Changes.between(new Snapshot("main 1a2b3c4", before), new Snapshot("", after));

    String text =
        ChangesText.of(all.ignoring(IntStream.range(0, 50).mapToObj(n -> n + "/x").toList()));

    assertThat(text.lines())
        .hasSizeLessThanOrEqualTo(20)
        .contains(
            "sandboxed: files in the project: 100 added",
            "           and 86 more",
            "  ignored  elsewhere, 48 changes",
            "  git      main 1a2b3c4 -> nothing");
  }

  private Changes changes() {
    return Changes.between(new Snapshot("", before), new Snapshot("", after));
  }

  private List<String> told() {
    return changes().files().stream()
        .map(change ->
            change.kind()
                + " "
                + change.name()
                + change.before().map(name -> " from " + name).orElse(""))
        .toList();
  }
}
