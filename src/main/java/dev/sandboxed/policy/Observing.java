package dev.sandboxed.policy;

import dev.sandboxed.problem.Origin;

/**
 * What is written down of what programs in a session try.
 *
 * @param calls whether that includes what the filter of system calls refuses
 * @param successes whether it includes what is not refused
 * @param origin who asks for it
 */
public record Observing(boolean calls, boolean successes, Origin origin) {

  /** A description for people, in a few words. */
  public String describe() {
    return (successes ? "everything that is tried" : "what is refused")
        + (calls ? ", system calls as well" : "");
  }
}
