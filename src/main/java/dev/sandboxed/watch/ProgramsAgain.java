package dev.sandboxed.watch;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.files.ProgramCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The programs whose output was asked for. bash runs them before anything else has been asked
 * again, so they must be ones that only root can have put there.
 */
final class ProgramsAgain {

  private static final int GROUP_OR_OTHERS = 022;
  private static final int STICKY = 01000;

  private static final Map<String, String> NO_VARIABLES = Map.of("LC_ALL", "C");

  // As src/main/bash/warm leaves them out: they count down.
  private static final String LIFETIMES =
      "(\"(?:valid_life_time|preferred_life_time|expires)\":)[0-9]+";

  private final Inquiry live;

  /** The directory, the input and the words of each, with the number of the words before them. */
  final List<String> words = new ArrayList<>();

  final StringBuilder outputs = new StringBuilder();
  private int count;

  ProgramsAgain(Inquiry live) {
    this.live = live;
  }

  int count() {
    return count;
  }

  void ask(Asked.Ran ran) throws ColdException, IOException {
    ProgramCall call = ran.call();
    if (!call.environment().isEmpty() && !call.environment().equals(NO_VARIABLES)) {
      throw new ColdException("the variables of " + call.program());
    }
    ofRoot(call.program());
    byte[] output =
        ran.output().orElseThrow(() -> new ColdException("much from " + call.program()));
    count++;
    words.add(call.directory().toString());
    words.add(call.input());
    words.add(Integer.toString(call.words().size()));
    words.addAll(call.words());
    String text = new String(output, StandardCharsets.ISO_8859_1);
    outputs
        // Only ip is told what it is asked.
        .append(call.input().isEmpty() ? text : text.replaceAll(LIFETIMES, "$1"))
        .append('\n')
        .append(ran.status())
        .append('\n');
  }

  /** Fails unless only root can change what a path leads to. */
  void ofRoot(Path program) throws ColdException, IOException {
    for (Path place : PathProbe.way(live, program)) {
      for (Path at = place; at != null; at = at.getParent()) {
        Map<String, Object> found =
            Files.readAttributes(at, "unix:mode,uid,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) Objects.requireNonNull(found.get("mode"));
        boolean link = Boolean.TRUE.equals(found.get("isSymbolicLink"));
        boolean closed = (mode & GROUP_OR_OTHERS) == 0 || (mode & STICKY) != 0;
        if (!Objects.equals(found.get("uid"), 0) || (!link && !closed)) {
          throw new ColdException(program + " is not root's alone");
        }
      }
    }
  }
}
