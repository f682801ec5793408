package dev.sandboxed.watch;

import dev.sandboxed.files.Digest;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.Stamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The questions of a plan in the form in which src/main/bash/warm asks them again. It never says
 * what a variable or a file holds.
 */
public final class Again {

  private static final String FORMAT = "sandboxed warm 3";
  private static final Path HERE = Path.of("/proc/self/cwd");
  private static final Path ACCOUNTS = Path.of("/etc/passwd");
  private static final int CHARACTERS_PER_QUESTION = 64;

  private final List<String> words = new ArrayList<>();
  private final Set<String> variables = new TreeSet<>();
  private final Map<String, String> kernelTexts = new TreeMap<>();
  private final Inquiry live;
  private final RecordedInquiry recorded;
  private final Beginning beginning;
  private final PathsAgain paths;
  private final ProgramsAgain programs;
  private String account = "";

  private Again(
      RecordedInquiry recorded, Inquiry live, Beginning beginning, Collection<Path> written) {
    this.recorded = recorded;
    this.live = live;
    this.beginning = beginning;
    this.paths = new PathsAgain(new Clockwork(beginning.time(), beginning.mounts()), written);
    this.programs = new ProgramsAgain(live);
  }

  /**
   * What belongs to the questions.
   *
   * @param launch words that say which launch this is, and what it does
   * @param jar the program that made the plan
   * @param find the program that asks about paths
   * @param sha256sum the program that compares
   * @param written every place that some sandbox could write
   * @param until when the answers end
   */
  public record About(
      List<String> launch,
      Path jar,
      Path find,
      Path sha256sum,
      List<Path> written,
      Optional<Instant> until) {
    public About {
      launch = List.copyOf(launch);
      written = List.copyOf(written);
    }
  }

  /**
   * All of it as words, each with a NUL behind it. Empty if something was asked that bash cannot
   * ask again, or that is not certain to be seen when it changes.
   *
   * @param live what was recorded asked this
   */
  public static Optional<String> of(
      RecordedInquiry recorded, Inquiry live, Beginning beginning, About about) {
    Again again = new Again(recorded, live, beginning, about.written());
    try {
      again.ask(about);
    } catch (ColdException | IOException cold) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(again.words.size() * CHARACTERS_PER_QUESTION);
    for (String word : again.words) {
      // Half a letter of a name cannot be written down.
      if (word.indexOf('\0') >= 0 || word.indexOf('\ufffd') >= 0) {
        return Optional.empty();
      }
      text.append(word).append('\0');
    }
    return Optional.of(text.toString());
  }

  private void ask(About about) throws ColdException, IOException {
    Set<String> seen = new TreeSet<>();
    for (Asked asked : recorded.asked()) {
      if (seen.add(asked.kind().name() + " " + asked.seen() + "\0" + asked.subject())) {
        ask(asked);
      }
    }
    programs.ofRoot(about.find());
    programs.ofRoot(about.sha256sum());
    now(about.jar());
    now(about.jar().resolveSibling(""));
    now(ACCOUNTS);
    here();
    words.add(FORMAT);
    words.addAll(about.launch());
    words.add(account);
    words.add(Long.toString(beginning.time().getEpochSecond()));
    words.add(about.until().map(Instant::getEpochSecond).orElse(Long.MAX_VALUE).toString());
    words.add(about.find().toString());
    words.add(about.sha256sum().toString());
    List<String> texts = new ArrayList<>();
    beginning.texts().forEach((file, text) -> texts.addAll(List.of(file.toString(), text)));
    kernelTexts.forEach((file, text) -> texts.addAll(List.of(file, text)));
    section(texts);
    section(recorded.names());
    section(variables);
    for (String test : List.of("r", "!r", "w", "!w", "x", "!x")) {
      section(paths.access(test));
    }
    List<String> missing = new ArrayList<>();
    paths.absences.missing.forEach(pair -> pair.forEach(path -> missing.add(path.toString())));
    section(missing);
    section(paths.absences.noDirectories.stream().map(Path::toString).toList());
    section(paths.asked());
    section(paths.texts.keySet());
    section(paths.texts.values());
    words.add(Integer.toString(programs.count()));
    words.addAll(programs.words);
    words.add(Digest.of(expected()));
    words.add("end");
  }

  private void ask(Asked asked) throws ColdException, IOException {
    switch (asked.kind()) {
      case VARIABLE -> variables.add(asked.subject());
      // All that there are, and no others, in any case.
      case VARIABLE_NAMES -> {}
      // No later than the beginning, and not after the end.
      case CLOCK -> {}
      case ACCOUNT -> account(asked.seen());
      case ONCE -> throw new ColdException(asked.subject());
      case PROGRAM -> program(asked);
      case KERNEL_TEXT -> kernelText(asked);
      default -> paths.ask(asked);
    }
  }

  /** Of root nothing can be told apart: what an agent of root's writes is root's as well. */
  private void account(String seen) throws ColdException {
    if (seen.startsWith("0 ")) {
      throw new ColdException("root");
    }
    account = seen.substring(0, seen.lastIndexOf(' '));
  }

  private void program(Asked asked) throws ColdException, IOException {
    Asked.Ran ran = asked.ran().orElseThrow(() -> new ColdException(asked.seen()));
    paths.stamp(ran.call().program(), asked.seen());
    switch (ran.call().validity()) {
      case UNTIL_ASKED -> programs.ask(ran);
      // What was forbidden may be allowed now, and the plan would be stricter.
      case WHILE_ALLOWED -> endedWith(0, ran);
      // The files are questions of their own.
      case FROM_FILES -> endedWith(1, ran);
    }
  }

  private static void endedWith(int most, Asked.Ran ran) throws ColdException {
    if (ran.status() < 0 || ran.status() > most) {
      throw new ColdException(ran.call().program() + " failed");
    }
  }

  /** bash reads it as often as Java does, and compares the text itself. */
  private void kernelText(Asked asked) throws ColdException, IOException {
    Path file = Path.of(asked.subject());
    if (!asked.seen().isEmpty()) {
      paths.absences.nothingAt(file, true);
      return;
    }
    String text = live.kernelText(file);
    if (!Digest.of(text).equals(asked.digest().get())) {
      throw new ColdException(file + " has changed");
    }
    if (!beginning.texts().containsKey(file)) {
      kernelTexts.put(asked.subject(), text);
    }
  }

  private void now(Path path) throws ColdException, IOException {
    paths.stamp(path, Stamp.of(path).text());
  }

  /** Where this process is, which find is as well. */
  private void here() throws ColdException, IOException {
    Object owner = Files.getAttribute(HERE, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    paths
        .group(PathsAgain.Group.ITSELF)
        .put(HERE.toString(), "l " + owner + " " + Files.readSymbolicLink(HERE) + "\n");
  }

  private void section(Collection<String> section) {
    words.add(Integer.toString(section.size()));
    words.addAll(section);
  }

  /**
   * What src/main/bash/warm makes a digest of: variables, what find prints, what programs print.
   */
  private byte[] expected() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String name : variables) {
      String line = recorded.value(name).map(value -> name + "=" + value).orElse(name) + "\0";
      all.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    }
    for (PathsAgain.Group group : PathsAgain.Group.values()) {
      Map<String, String> lines = paths.group(group);
      lines.values().forEach(line -> all.writeBytes(line.getBytes(StandardCharsets.UTF_8)));
    }
    all.writeBytes(programs.outputs.toString().getBytes(StandardCharsets.ISO_8859_1));
    return all.toByteArray();
  }
}
