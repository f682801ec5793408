package dev.sandboxed.state;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A record that a person allowed some content.
 *
 * @param when in UTC, to the second
 * @param marks as in {@link Content}
 * @param copies the name of the directory that holds the files as they were
 */
public record Approval(
    Subject subject, String when, SortedMap<String, String> marks, String copies) {

  public Approval {
    marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
  }

  /** Whether this content, and no other, was allowed. */
  public boolean covers(Content content) {
    return marks.equals(content.marks());
  }
}
