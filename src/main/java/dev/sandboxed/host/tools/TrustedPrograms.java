package dev.sandboxed.host.tools;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Programs;
import dev.sandboxed.state.WritablePlaces;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Which programs no agent can have put where they are, so that they may run outside. */
public final class TrustedPrograms {

  private final Inquiry inquiry;
  private final Supplier<Path> state;
  private Optional<List<Path>> written = Optional.empty();

  /**
   * Nothing is read yet.
   *
   * @param state finds the state directory, which has the record of what sandboxes could write
   */
  public TrustedPrograms(Inquiry inquiry, Supplier<Path> state) {
    this.inquiry = inquiry;
    this.state = state;
  }

  /** Those of some programs that are neither in the project nor where a sandbox could write. */
  public Programs among(Programs programs, Path project) {
    return programs.outside(Stream.concat(Stream.of(project), written().stream()).toList());
  }

  /** Every place that some sandbox could write so far. */
  public synchronized List<Path> written() {
    if (written.isEmpty()) {
      // Without a home nothing was ever recorded, and nothing can be launched.
      boolean home =
          inquiry.variable("HOME").filter(path -> inquiry.isDirectory(Path.of(path))).isPresent();
      written = Optional.of(home ? recorded() : List.of());
    }
    return written.get();
  }

  private List<Path> recorded() {
    return new WritablePlaces(inquiry, state.get())
        .all().stream().map(WritablePlaces.Place::path).toList();
  }
}
