package dev.sandboxed.cli;

import dev.sandboxed.cli.options.RunWords;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.launch.GroundworkQuestions;
import dev.sandboxed.launch.Preparation;
import dev.sandboxed.launch.WarmIndex;
import dev.sandboxed.planning.PreparedLaunch;
import dev.sandboxed.state.WritablePlaces;
import dev.sandboxed.watch.Again;
import dev.sandboxed.watch.Beginning;
import dev.sandboxed.watch.Question;
import dev.sandboxed.watch.RecordedInquiry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what was asked for a plan: to show it, and so that the next launch of the same words finds
 * the plan without Java.
 *
 * @param live what is asked
 * @param recorded the same, with a record
 * @param said all words of the person
 * @param place where the next launch looks
 */
record Remembering(
    Inquiry live,
    RecordedInquiry recorded,
    Beginning beginning,
    List<String> said,
    Optional<WarmIndex> place) {

  /**
   * What is answered to src/main/bash/front.
   *
   * @param ours how many of the words are not the agent's
   */
  record Given(String action, int ours, String options, String directory) {}

  Remembering {
    said = List.copyOf(said);
  }

  List<Question> questions() {
    return recorded.questions();
  }

  /** Keeps a launch that is about to begin. */
  void keep(PreparedLaunch launch, RunWords divided, Given given, Streams streams, String told) {
    place
        .filter(index ->
            launch.lasting()
                && index.takes(launch.decision().preparation().directories().cache(), given.ours()))
        .ifPresent(index ->
            index.put(
                given.ours(),
                () -> {
                  GroundworkQuestions.ask(recorded, launch.decision().preparation());
                  // Whether that is all there is to tell, and how.
                  launch.toldAt().forEach(recorded::watch);
                  List.of("NO_COLOR", "TERM").forEach(recorded::variable);
                  return Again.of(
                      recorded, live, beginning, about(launch, divided, given, streams, told));
                }));
  }

  private Again.About about(
      PreparedLaunch launch, RunWords divided, Given given, Streams streams, String told) {
    Path jar = WarmIndex.build();
    List<String> words = new ArrayList<>();
    words.add(jar.toString());
    words.add(streams.terminal() ? "terminal" : "");
    words.add(streams.called().word());
    words.add(streams.called().in(told));
    words.add(given.options());
    words.add(given.directory());
    words.add(end(divided, given.ours()));
    words.add(next(given.ours()));
    words.add(Integer.toString(given.ours()));
    words.addAll(said.subList(0, given.ours()));
    return new Again.About(
        words,
        jar,
        launch.tools().find(),
        launch.tools().trail().sha256sum(),
        written(launch.decision().preparation()),
        launch.until());
  }

  private List<Path> written(Preparation preparation) {
    return new WritablePlaces(recorded, preparation.directories().state())
        .all().stream().map(WritablePlaces.Place::path).toList();
  }

  /**
   * What may follow the words that are sandboxed's: nothing; anything; or what cannot be an option
   * of sandboxed's, and an option that was seen not to be one.
   */
  private String end(RunWords divided, int ours) {
    if (divided.ended() && ours + divided.agentWords().size() == said.size()) {
      return "ended";
    }
    return divided.agent().isPresent() && ours + divided.agentWords().size() == said.size()
        ? "open"
        : "exact";
  }

  /** The name of the option that follows. */
  private String next(int ours) {
    String next = ours < said.size() ? said.get(ours) : "";
    return next.startsWith("--") && next.length() > 2 ? next.replaceFirst("=.*", "") : "";
  }
}
