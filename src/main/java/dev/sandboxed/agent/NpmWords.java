package dev.sandboxed.agent;

import dev.sandboxed.files.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The words that every call of npm has in common. */
final class NpmWords {

  private NpmWords() {}

  /**
   * A call of npm.
   *
   * @param cache what nothing else uses, and is deleted afterwards
   */
  static List<String> of(Programs programs, Path npm, Path cache, List<String> arguments) {
    List<String> words = new ArrayList<>();
    // With setpriv, the kernel ends npm when sandboxed is gone, even after kill -9.
    programs
        .find("setpriv")
        .ifPresent(setpriv -> words.addAll(List.of(setpriv.toString(), "--pdeathsig", "KILL")));
    words.add(npm.toString());
    words.addAll(arguments);
    // Its own would keep another copy of everything, of which nothing is needed again.
    words.addAll(List.of("--cache", cache.toString()));
    // They would be deleted with the cache, and what npm says would name them.
    words.add("--logs-max=0");
    words.add("--update-notifier=false");
    return List.copyOf(words);
  }
}
