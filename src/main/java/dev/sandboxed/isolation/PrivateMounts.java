package dev.sandboxed.isolation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that bubblewrap is started behind. On its own, bubblewrap lets every mount into the
 * sandbox that the host makes later below a granted directory; none reaches private mounts.
 */
public final class PrivateMounts {

  private PrivateMounts() {}

  /**
   * The words that come before bubblewrap's own.
   *
   * @param unshare from util-linux
   * @param more options for it
   */
  public static List<String> behind(Path unshare, List<String> more) {
    // Root in its own user namespace, because bubblewrap refuses capabilities to everybody else.
    List<String> words = new ArrayList<>(List.of(unshare.toString(), "--user", "--map-root-user"));
    words.addAll(more);
    words.addAll(List.of("--mount", "--propagation", "private", "--"));
    return List.copyOf(words);
  }
}
