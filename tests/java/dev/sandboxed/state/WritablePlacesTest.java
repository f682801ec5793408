package dev.sandboxed.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.Refusals;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.state.WritablePlaces.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WritablePlacesTest {

  private static final Path SHOP = Path.of("/home/ana/shop");
  private static final Place OWN = new Place(SHOP, SHOP, false);
  private static final Place ODD = new Place(SHOP, Path.of("/home/ana/new\nline \"q\""), true);

  @TempDir Path temporary = Path.of("");

  @Test
  void whatIsRecordedIsAddedToWhatWasRecordedBefore() {
    assertThat(places().all()).isEmpty();
    places().note(List.of(OWN));
    places().note(List.of(ODD, OWN));
    assertThat(places().all()).containsExactlyInAnyOrder(OWN, ODD);
    assertThat(Disk.mode(temporary.resolve("state/writable.json"))).isEqualTo("rw-------");
  }

  @Test
  void launchesAtTheSameTimeLoseNoPlaces() {
    List<Place> many =
        IntStream.range(0, 40)
            .mapToObj(number -> new Place(SHOP, Path.of("/data/" + number), false))
            .toList();
    many.parallelStream().forEach(place -> places().note(List.of(place)));
    assertThat(places().all()).containsExactlyInAnyOrderElementsOf(many);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "{}", "[1]", "[{\"project\": 1}]", "null"})
  void aFileThatCannotBeReliedOnIsNotTakenToBeEmpty(String text) {
    Disk.file(temporary.resolve("state/writable.json"), text);
    assertThat(Refusals.codesOf(() -> places().all())).containsExactly("state.corrupt-places");
  }

  private WritablePlaces places() {
    return new WritablePlaces(ThisMachine.INQUIRY, Disk.directory(temporary.resolve("state")));
  }
}
