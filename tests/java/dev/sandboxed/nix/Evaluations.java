package dev.sandboxed.nix;

import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.nix.flake.Installable;
import dev.sandboxed.nix.flake.LocalFlake;
import dev.sandboxed.nix.source.SourceTree;
import dev.sandboxed.nix.store.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Evaluates dev shells as a launch does, with this machine's Nix, in a test's directory. */
final class Evaluations {

  private final Path place;
  private final List<String> progress = Collections.synchronizedList(new ArrayList<>());
  private final DevShellEvaluation evaluation;
  private final Set<String> fetched = new TreeSet<>();
  private int scratches;

  Evaluations(Path place) throws IOException {
    this(place, Optional.of(Programs.onPath("strace")));
  }

  Evaluations(Path place, Optional<Path> strace) throws IOException {
    this.place = Files.createDirectories(place);
    NixPrograms programs =
        new NixPrograms(
            NixProgram.find(ThisMachine.INQUIRY, System.getenv()),
            Programs.onPath("bwrap"),
            strace);
    Path home = Files.createDirectories(place.resolve("home"));
    this.evaluation =
        new DevShellEvaluation(programs, System.getenv(), home, NixLimits.DEFAULT, progress::add);
  }

  DevShellEvaluation evaluation() {
    return evaluation;
  }

  List<String> progress() {
    return progress;
  }

  Discovered discover(Path project, String words) throws IOException {
    Path scratch = Files.createDirectory(place.resolve("scratch" + scratches++));
    return evaluation.discover(flake(project, words), scratch, fetched::addAll);
  }

  /** The sources that would have been asked for missing inputs. */
  Set<String> fetched() {
    return fetched;
  }

  StorePath evaluate(Path project, String words, SourceTree tree) {
    return evaluation.evaluate(flake(project, words), tree);
  }

  static LocalFlake flake(Path project, String words) {
    return LocalFlake.of(
        ThisMachine.INQUIRY, (Installable.Local) Installable.of(words, project), project);
  }
}
