package dev.sandboxed.e2e.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Optional;

/**
 * Plays a model's API on loopback: a model that asks for one shell command after another and then
 * says {@value #FAREWELL}. Nothing is remembered between requests: the next command follows from
 * the results that a request brings, so retries are harmless.
 */
public abstract sealed class ModelStub implements AutoCloseable
    permits MessagesApiStub, GeminiApiStub, ResponsesApiStub {

  /** The model's last words. */
  public static final String FAREWELL = "All commands are done.";

  /**
   * What the model wants to be run.
   *
   * @param number from 0 on
   */
  record Command(int number, String text) {}

  private final List<String> commands;
  private final LoopbackServer server = new LoopbackServer(this::answer);

  /** A model that wants {@code commands} run, in this order. */
  ModelStub(String... commands) {
    this.commands = List.of(commands);
  }

  abstract LoopbackServer.Reply answer(LoopbackServer.Request request);

  /**
   * Whether a request is about the conversation itself; agents also ask for titles and the like.
   */
  abstract boolean offersShell(JsonNode request);

  /** What commands printed, as a request brings it. */
  abstract List<String> results(JsonNode request);

  /**
   * What to ask for in answer to a request; nothing if only words are left, or no shell is there.
   */
  final Optional<Command> next(JsonNode request) {
    int done = results(request).size();
    return offersShell(request) && done < commands.size()
        ? Optional.of(new Command(done, commands.get(done)))
        : Optional.empty();
  }

  /** The last request of the conversation itself. */
  final JsonNode conversation() {
    return requests().stream()
        .map(LoopbackServer.Request::body)
        .filter(this::offersShell)
        .reduce((first, last) -> last)
        .orElse(MissingNode.getInstance());
  }

  /** Content is a string or a list of parts. */
  static String plainText(JsonNode content) {
    return content.isTextual()
        ? content.asText()
        : String.join("\n", content.findValuesAsText("text"));
  }

  /** The address that the agent must use. */
  public String baseUrl() {
    return server.url();
  }

  /** Everything that the agent sent, in order. */
  public final List<LoopbackServer.Request> requests() {
    return server.requests();
  }

  /** What each command printed, in order, as the agent reported it. */
  public final List<String> commandResults() {
    return results(conversation());
  }

  /** What the agent told the model about its task and its surroundings. */
  public abstract String systemPrompt();

  /** What the agent itself added to what the person said: memory files and the like. */
  public abstract String context();

  @Override
  public final void close() {
    server.close();
  }
}
