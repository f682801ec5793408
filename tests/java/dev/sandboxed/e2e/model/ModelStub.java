package dev.sandboxed.e2e.model;

import java.util.List;

/**
 * Plays a model's API on loopback: a model that asks for one shell command after another and then
 * says {@value #FAREWELL}. Nothing is remembered between requests: the next command follows from
 * the results that a request brings, so retries are harmless.
 */
public sealed interface ModelStub extends AutoCloseable
    permits MessagesApiStub, GeminiApiStub, ResponsesApiStub {

  /** The model's last words. */
  String FAREWELL = "All commands are done.";

  /** The address that the agent must use. */
  String baseUrl();

  /** Everything that the agent sent, in order. */
  List<LoopbackServer.Request> requests();

  /** What each command printed, in order, as the agent reported it. */
  List<String> commandResults();

  /** What the agent told the model about its task and its surroundings. */
  String systemPrompt();

  /** What the agent itself added to what the person said: memory files and the like. */
  String context();

  @Override
  void close();
}
