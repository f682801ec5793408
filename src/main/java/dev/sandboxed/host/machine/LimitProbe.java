package dev.sandboxed.host.machine;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out how a session can be held to limits on this machine. */
public final class LimitProbe {

  private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");

  private static final Pattern VERSION = Pattern.compile("(?<major>[0-9]+)\\.(?<minor>[0-9]+).*");

  // Linux 5.14, commit 21d1c5e386bc: RLIMIT_NPROC counts by user and user namespace.
  private static final int MAJOR = 5;
  private static final int MINOR = 14;

  /**
   * What has to be known.
   *
   * @param tasks whether processes are to be counted
   * @param together whether memory or processors are to be limited
   * @param clock whether a session is to end after some time
   */
  public record Wanted(boolean tasks, boolean together, boolean clock) {}

  private LimitProbe() {}

  /**
   * Looks at what is wanted, and at nothing else.
   *
   * @param namespace whether this person can make a user namespace in front of bubblewrap's
   */
  public static LimitMeans look(Programs programs, int uid, boolean namespace, Wanted wanted) {
    Inquiry inquiry = programs.inquiry();
    // The kernel never holds its root to that number.
    boolean counts = wanted.tasks && namespace && uid != 0 && hasCounts(inquiry);
    boolean groups = wanted.together || (wanted.tasks && !counts);
    return new LimitMeans(
        counts,
        groups ? new ControlGroupsProbe(inquiry, uid).look() : ControlGroups.NOT_ASKED,
        groups ? programs.find("mkdir") : Optional.empty(),
        groups ? programs.find("rmdir") : Optional.empty(),
        wanted.clock ? programs.find("setsid") : Optional.empty());
  }

  private static boolean hasCounts(Inquiry inquiry) {
    try {
      Matcher version = VERSION.matcher(inquiry.kernelText(RELEASE).strip());
      if (!version.matches()) {
        return false;
      }
      int major = Integer.parseInt(version.group("major"));
      return major > MAJOR || (major == MAJOR && Integer.parseInt(version.group("minor")) >= MINOR);
    } catch (IOException hidden) {
      return false;
    }
  }
}
