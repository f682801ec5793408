package dev.sandboxed.observed.look;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a name that is asked for leaves this machine: file systems of networks and of programs, and
 * those that are mounted when they are asked for. Not the one that the person's home is on.
 *
 * @param places where they are mounted
 */
record RemoteMounts(Set<Path> places) {

  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  // autofs asks a daemon, which may ask the host that is named: /net/HOST.
  private static final Pattern REMOTE =
      Pattern.compile("autofs|nfs4?|cifs|smb3|smbfs|9p|ceph|afs|coda|ncpfs|fuse|fuseblk|fuse\\..*");

  // As the kernel writes a blank, a tab, a newline and a backslash.
  private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

  RemoteMounts {
    places = Set.copyOf(places);
  }

  /**
   * Those of now.
   *
   * @param own the person's own directories
   */
  static RemoteMounts now(List<Path> own) throws IOException {
    return of(Files.readString(MOUNTS, StandardCharsets.ISO_8859_1), own);
  }

  /** Those in a list, as in proc_pid_mountinfo(5): the fifth word is the place. */
  static RemoteMounts of(String list, List<Path> own) {
    Set<Path> places = new HashSet<>();
    for (String line : list.lines().toList()) {
      String[] words = line.split(" ", -1);
      int end = line.indexOf(" - ");
      if (end < 0 || words.length < 10) {
        continue;
      }
      Path place = Path.of(unescaped(words[4]));
      if (REMOTE.matcher(line.substring(end + 3).split(" ", -1)[0]).matches()
          && own.stream().noneMatch(directory -> directory.startsWith(place))) {
        places.add(place);
      }
    }
    return new RemoteMounts(places);
  }

  private static String unescaped(String word) {
    String bytes =
        ESCAPED
            .matcher(word)
            .replaceAll(found ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 8))));
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Whether one is mounted there. What is in it is never reached, name by name. */
  boolean has(Path path) {
    return places.contains(path);
  }
}
