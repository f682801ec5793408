package dev.sandboxed.check;

import java.util.List;

/**
 * A promise of a plan.
 *
 * @param name one word, the same between versions
 * @param text what is promised
 * @param attempts to break it
 * @param note why there is less to try, or nothing; empty if there is nothing to say
 */
public record Promise(String name, String text, List<Attempt> attempts, String note) {

  public Promise {
    attempts = List.copyOf(attempts);
  }
}
