package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What bubblewrap is started behind. By itself it lets every mount of the host into the sandbox
 * that appears later below a granted directory; into private mounts none arrives.
 */
public final class PrivateMounts {

  private PrivateMounts() {}

  /**
   * The words in front of bubblewrap's own.
   *
   * @param unshare of util-linux
   * @param more options of it
   */
  public static List<String> behind(Path unshare, List<String> more) {
    // Root in a user namespace of its own, as bubblewrap refuses capabilities to everybody else.
    List<String> words = new ArrayList<>(List.of(unshare.toString(), "--user", "--map-root-user"));
    words.addAll(more);
    words.addAll(List.of("--mount", "--propagation", "private", "--"));
    return List.copyOf(words);
  }
}
