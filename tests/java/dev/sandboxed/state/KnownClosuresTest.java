package dev.sandboxed.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.state.KnownClosures.Closure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownClosuresTest {

  @TempDir Path temporary = Path.of("");

  private KnownClosures known = new KnownClosures(ThisMachine.INQUIRY, temporary);
  private String shell = "";
  private String bash = "";

  @BeforeEach
  void furnish() {
    known = new KnownClosures(ThisMachine.INQUIRY, temporary.resolve("cache"));
    shell = Disk.directory(temporary.resolve("store/1-shell")).toString();
    bash = Disk.file(temporary.resolve("store/2-bash"), "").toString();
  }

  private Closure closure() {
    return new Closure(List.of(bash, shell), 4711);
  }

  @Test
  void whatWasAskedOnceIsKnownWhateverTheOrder() {
    known.remember(List.of(shell, bash), closure());
    assertThat(known.of(List.of(bash, shell))).contains(closure());
    assertThat(known.outdated()).isEmpty();
  }

  @Test
  void nothingIsKnownAboutOtherRoots() {
    assertThat(known.of(List.of(shell))).isEmpty();
    known.remember(List.of(shell, bash), closure());
    assertThat(known.of(List.of(shell))).isEmpty();
    assertThat(known.of(List.of(shell, bash, "/nix/store/3-more"))).isEmpty();
  }

  @Test
  void itIsForgottenWithTheFirstPathThatIsGone() throws IOException {
    known.remember(List.of(shell), closure());
    Files.delete(Path.of(bash));
    assertThat(known.of(List.of(shell))).isEmpty();
    assertThat(known.outdated()).hasSize(1);

    Closure smaller = new Closure(List.of(shell), 47);
    known.remember(List.of(shell), smaller);
    assertThat(known.of(List.of(shell))).contains(smaller);
    assertThat(known.outdated()).isEmpty();
  }

  @Test
  void aDamagedFileDoesNotCount() throws IOException {
    known.remember(List.of(shell), closure());
    Path file = files().getFirst();
    String whole = Files.readString(file);
    assertThat(Disk.mode(file)).isEqualTo("rw-------");
    for (int length = 0; length < whole.length() - 1; length++) {
      Files.writeString(file, whole.substring(0, length));
      assertThat(known.of(List.of(shell))).as("the first %d bytes", length).isEmpty();
    }
    Files.writeString(file, whole.replace("4711", "many"));
    assertThat(known.of(List.of(shell))).isEmpty();
    assertThat(known.outdated()).containsExactly(file);
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(temporary.resolve("cache/closures"))) {
      return files.toList();
    }
  }
}
