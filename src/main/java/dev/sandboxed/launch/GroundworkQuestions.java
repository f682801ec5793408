package dev.sandboxed.launch;

import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.state.Snapshots;
import dev.sandboxed.state.StateDirectory;
import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Asks about everything that {@link Groundwork} makes, checks or removes. While it is as it was
 * when the ground was laid, there is nothing to do for another launch of the same plan. What an
 * agent that still runs has changed in between counts for this launch only.
 */
public final class GroundworkQuestions {

  private static final int OF_OTHERS = 066;

  private final Inquiry inquiry;

  private GroundworkQuestions(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /** Asks, once the ground has been laid. */
  public static void ask(Inquiry inquiry, Preparation preparation) {
    GroundworkQuestions questions = new GroundworkQuestions(inquiry);
    preparation.directories().all().forEach(questions::leadsTo);
    StateDirectory.of(preparation.directories().state()).forEach(questions::leadsTo);
    inquiry.watch(StateDirectory.versionNote(preparation.directories().state()));
    preparation.instance().ifPresent(questions::instance);
    preparation
        .logins()
        .forEach(login -> questions.itself(login.file(), GroundworkQuestions::isClosed));
    preparation.copies().ifPresent(questions::copies);
    preparation.snapshot().ifPresent(questions::snapshot);
    preparation.required().forEach(point -> questions.mountPoint(point.source()));
  }

  private void instance(Preparation.Instance instance) {
    leadsTo(instance.directory());
    inquiry.allows(instance.directory(), AccessMode.WRITE);
    inquiry.watch(instance.directory().resolveSibling("project"));
    for (InstancePlace place : instance.places()) {
      Path at = instance.directory();
      for (Path name : place.path()) {
        at = at.resolve(name);
        mountPoint(at);
      }
      if (place.kind() instanceof InstancePlace.Kind.Like(Path source)) {
        leadsTo(source);
      }
    }
    // An empty file would have to go, and any change may have made it empty.
    instance.unneeded().forEach(place -> inquiry.watch(instance.directory().resolve(place)));
  }

  private void copies(Preparation.Copies copies) {
    leadsTo(copies.directory());
    inquiry.watch(copies.directory().resolve("project"));
    for (String part : new String[] {"own", "base", "links"}) {
      leadsTo(copies.directory().resolve(part));
    }
    copies
        .targets()
        .forEach((name, copied) -> {
          itself(copies.directory().resolve("links").resolve(name), Entry::isSymlink);
          inquiry.watch(copies.directory().resolve("base").resolve(name));
          inquiry.watch(copied.file());
        });
  }

  /** That it is there is asked where it is chosen. */
  private void snapshot(Preparation.Snapshot snapshot) {
    leadsTo(Snapshots.lock(snapshot.directory()));
    inquiry.watch(Snapshots.traps(snapshot.directory()));
  }

  private void leadsTo(Path path) {
    inquiry.exists(path);
  }

  /** Something is there, and is no link, or it would be mounted elsewhere. */
  private void mountPoint(Path path) {
    if (!inquiry.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      inquiry.once(path + " is gone");
    }
    itself(path, entry -> !entry.isSymlink());
  }

  private static boolean isClosed(Entry login) {
    return !login.isFile() || (login.mode() & OF_OTHERS) == 0;
  }

  private void itself(Path path, Predicate<Entry> asMade) {
    try {
      if (!asMade.test(inquiry.at(path, LinkOption.NOFOLLOW_LINKS))) {
        inquiry.once(path + " was changed at once");
      }
    } catch (IOException isAnAnswer) {
      return;
    }
  }
}
