package dev.sandboxed.foreign;

import dev.sandboxed.foreign.Note.Verdict;
import dev.sandboxed.problem.Quoted;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code mounts} of a dev container, in the notation of {@code docker run --mount}, or as objects.
 */
final class ContainerMounts {

  private static final Pattern HOME =
      Pattern.compile(
          "\\$\\{(?:localEnv|env):HOME\\}(?:\\$\\{(?:localEnv|env):USERPROFILE\\})?(?<rest>/.*)?");

  private static final Pattern PROJECT =
      Pattern.compile("\\$\\{localWorkspaceFolder\\}(?:/(?<rest>.*))?");

  private final Draft draft;
  private final PathDraft paths;

  ContainerMounts(Draft draft, PathDraft paths) {
    this.draft = draft;
    this.paths = paths;
  }

  void read(Setting mount) {
    if (mount.isText()) {
      read(mount, words(mount.word()));
      return;
    }
    Section section = mount.section();
    Map<String, String> words = new LinkedHashMap<>();
    for (String key : new String[] {"type", "source", "target"}) {
      section.ifSaid(key, said -> words.put(key, said.word()));
    }
    draft.unknown(section, "a mount");
    read(mount, words);
  }

  private void read(Setting mount, Map<String, String> words) {
    String type = words.getOrDefault("type", "volume");
    Optional<String> source = Optional.ofNullable(words.getOrDefault("source", words.get("src")));
    if (!type.equals("bind") || source.isEmpty()) {
      draft.leaveOut(
          mount,
          type.equals("volume")
              ? "a volume is Docker's; filesystem.write keeps a directory of yours"
              : "only directories and files of this machine can be shown");
      return;
    }
    Optional<String> place = place(source.get());
    if (place.isEmpty()) {
      draft.leaveOut(
          mount,
          Quoted.of(source.get()) + " follows from something that is not there before a launch");
      return;
    }
    if (isReadOnly(words)) {
      paths.read(mount, ForeignPath.literal(place.get()));
    } else {
      paths.write(mount, ForeignPath.literal(place.get()));
    }
    String target =
        words.getOrDefault(
            "target", words.getOrDefault("dst", words.getOrDefault("destination", "")));
    if (!target.equals(source.get())) {
      draft.note(
          Verdict.DIFFERENT,
          mount,
          "is visible where it is on this machine, and not at " + Quoted.of(target));
    }
  }

  private static boolean isReadOnly(Map<String, String> words) {
    String said = words.getOrDefault("readonly", words.getOrDefault("ro", "false"));
    return !said.equals("false") && !said.equals("0");
  }

  /** A path as profiles start it; empty if it needs another variable. */
  private static Optional<String> place(String source) {
    Matcher home = HOME.matcher(source);
    if (home.matches()) {
      String rest = Optional.ofNullable(home.group("rest")).orElse("");
      return Optional.of("~" + rest).filter(path -> !path.contains("${"));
    }
    Matcher project = PROJECT.matcher(source);
    if (project.matches()) {
      String rest = Optional.ofNullable(project.group("rest")).orElse("");
      // A name that begins with a tilde is none of the home.
      return Optional.of(rest.isEmpty() ? "." : rest)
          .filter(path -> !path.contains("${") && !path.startsWith("~") && !path.startsWith("/"));
    }
    return Optional.of(source).filter(path -> path.startsWith("/") && !path.contains("${"));
  }

  /** The words of {@code type=bind,source=/a,target=/b,readonly}. */
  private static Map<String, String> words(String written) {
    Map<String, String> words = new LinkedHashMap<>();
    for (String word : written.split(",", -1)) {
      int equals = word.indexOf('=');
      String name =
          (equals < 0 ? word : word.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
      words.putIfAbsent(name, equals < 0 ? "true" : word.substring(equals + 1));
    }
    return words;
  }
}
