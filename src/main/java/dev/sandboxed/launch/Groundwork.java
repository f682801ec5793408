package dev.sandboxed.launch;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.state.GitCopies;
import dev.sandboxed.state.Instances;
import dev.sandboxed.state.Logins;
import dev.sandboxed.state.Seed;
import dev.sandboxed.state.StateDirectory;
import dev.sandboxed.state.WritablePlaces;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries out the {@link Preparation} of a launch. It decides nothing. */
public final class Groundwork {

  private final Inquiry inquiry;
  private final Preparation preparation;
  private final Consumer<String> say;

  private Groundwork(Inquiry inquiry, Preparation preparation, Consumer<String> say) {
    this.inquiry = inquiry;
    this.preparation = preparation;
    this.say = say;
  }

  /**
   * Makes what is missing, and checks what must be there.
   *
   * @param say tells the person what was changed on the way
   * @throws UserFailure if something is missing, is in the way, or cannot be written
   */
  public static void lay(Inquiry inquiry, Preparation preparation, Consumer<String> say) {
    Groundwork work = new Groundwork(inquiry, preparation, say);
    preparation.directories().all().forEach(PrivateFiles::directory);
    preparation.masked().forEach(PrivateFiles::directory);
    new StateDirectory(preparation.directories().state()).prepare();
    preparation.instance().ifPresent(work::make);
    work.logins();
    preparation.instance().ifPresent(work::mountPoints);
    preparation.copies().ifPresent(work::copies);
    check(preparation.required());
    preparation
        .snapshot()
        .ifPresent(snapshot -> SnapshotGround.lay(inquiry, preparation.project(), snapshot, say));
    work.record(preparation.writable());
  }

  private Instances instances() {
    return new Instances(preparation.directories().state());
  }

  private void make(Preparation.Instance instance) {
    List<Seed> seeds =
        instance.seeds().stream()
            .map(seed -> new Seed(seed.file(), seed.content(), seed.from(), seed.copied()))
            .toList();
    instances().prepare(instance.directory(), preparation.project(), seeds);
  }

  private void copies(Preparation.Copies copies) {
    GitCopies kept = new GitCopies(preparation.directories().state());
    kept.prepare(copies.directory(), preparation.project());
    copies
        .targets()
        .forEach(
            (name, copied) -> kept.copy(copies.directory(), name, copied.file(), copied.inside()));
  }

  private void logins() {
    preparation.logins().stream()
        .filter(Preparation.Login::kept)
        .forEach(login -> Logins.prepare(login.file(), login.empty()));
    preparation.logins().stream()
        .map(Preparation.Login::file)
        .filter(Logins::close)
        .forEach(file ->
            say.accept("others could read the login " + file + "; it is now private (mode 600)"));
  }

  /**
   * Makes the mount points in an instance, and removes those that an earlier launch needed for the
   * person's settings. Mount points for a login stay: an agent takes an empty login for none, and
   * another session that has the login mounted there would lose it.
   */
  private void mountPoints(Preparation.Instance instance) {
    for (InstancePlace place : instance.places()) {
      instances().prepareMountPoint(instance.directory(), place.path(), isDirectory(place.kind()));
    }
    instance
        .unneeded()
        .forEach(place -> instances().takeAwayMountPoint(instance.directory(), place));
  }

  private static boolean isDirectory(InstancePlace.Kind kind) {
    return switch (kind) {
      case InstancePlace.Kind.Directory() -> true;
      case InstancePlace.Kind.File() -> false;
      case InstancePlace.Kind.Like(Path source) -> Files.isDirectory(source);
    };
  }

  /** Fails with every mount point that is missing or a symlink. */
  private static void check(List<RequiredMountPoint> points) {
    List<Problem> problems = points.stream().flatMap(point -> problem(point).stream()).toList();
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
  }

  private static Optional<Problem> problem(RequiredMountPoint point) {
    if (Files.isSymbolicLink(point.source())) {
      return Optional.of(point.symlink());
    }
    return Files.exists(point.source(), LinkOption.NOFOLLOW_LINKS)
        ? Optional.empty()
        : Optional.of(point.missing());
  }

  private void record(List<Preparation.WritablePlace> places) {
    Path project = preparation.project();
    new WritablePlaces(inquiry, preparation.directories().state())
        .note(
            places.stream()
                .map(place -> new WritablePlaces.Place(project, place.path(), place.repository()))
                .toList());
  }
}
