package dev.sandboxed.names;

/**
 * Every name of the internet, at the ports where a program says which one it wants. No notation
 * says this: only a session that is recorded, to learn which names it needs, has it.
 */
public record AnyHost() implements HostWord {

  /** What is written down of a connection that nothing else allows. */
  public static final String RULE = "any name: because this session is recorded";

  @Override
  public String toString() {
    return "any name";
  }
}
