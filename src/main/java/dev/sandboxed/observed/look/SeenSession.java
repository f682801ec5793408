package dev.sandboxed.observed.look;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandboxed.denials.tried.Judge;
import dev.sandboxed.denials.tried.Tried;
import dev.sandboxed.files.BoundedFile;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.observed.Event;
import dev.sandboxed.observed.KeptPlan;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.state.ConnectionLogs;
import dev.sandboxed.state.ObservedLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What was seen of one session.
 *
 * @param plan what was allowed in it
 * @param others how many more events there were, of which nothing else is known
 * @param written whether they were written down to the end of strace
 * @param whole whether they were seen to the end of the session
 */
public record SeenSession(
    KeptPlan plan, List<Event> events, long others, boolean written, boolean whole) {

  // A plan with some thousand mounts has a few megabytes.
  private static final int LARGEST_PLAN = 64 << 20;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  public SeenSession {
    events = List.copyOf(events);
  }

  /**
   * Reads it.
   *
   * @param state sandboxed's state directory
   * @throws UserFailure if it cannot be read
   */
  public static SeenSession of(Path state, String session) {
    ObservedLogs logs = new ObservedLogs(state);
    List<Event> events = new ArrayList<>();
    long[] others = new long[1];
    boolean[] written = new boolean[1];
    boolean[] whole = new boolean[1];
    ConnectionLogs.each(
        logs.events(session),
        line ->
            Event.of(line)
                .ifPresentOrElse(
                    events::add,
                    () -> {
                      JsonNode end = tree(line);
                      others[0] = end.path("others").asLong();
                      written[0] = end.path("ended").asBoolean();
                      whole[0] = end.path("whole").asBoolean();
                    }));
    return new SeenSession(plan(logs.plan(session)), events, others[0], written[0], whole[0]);
  }

  private static JsonNode tree(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (JsonProcessingException torn) {
      return MAPPER.createObjectNode();
    }
  }

  private static KeptPlan plan(Path file) {
    try {
      return KeptPlan.of(BoundedFile.text(file, LARGEST_PLAN))
          .orElseThrow(() ->
              new UserFailure(
                  Problem.of(
                      "observed.damaged",
                      file + " is not the plan of a session",
                      "what that session was refused cannot be told any more; remove its files")));
    } catch (IOException e) {
      throw PrivateFiles.notReadable(file, e);
    }
  }

  /**
   * What was refused in it, each once.
   *
   * @throws UserFailure if the list of mounts cannot be read
   */
  public List<Tried> refused() {
    return Tried.all(
        events, new Judge(plan, new RealMachine(mounts(List.of(plan.home(), plan.project())))));
  }

  private static RemoteMounts mounts(List<Path> own) {
    try {
      return RemoteMounts.now(own);
    } catch (IOException e) {
      throw new UserFailure(
          Problem.of(
              "observed.no-mounts",
              "the list of mounts cannot be read: " + e.getMessage(),
              "make /proc readable"));
    }
  }
}
