package dev.sandboxed.learn;

import dev.sandboxed.learn.Proposal.Line;
import dev.sandboxed.toml.ListAddition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The text of a profile that says what is proposed. */
public final class LearnedProfile {

  private LearnedProfile() {}

  /**
   * A list of the profile that cannot be added to by a program.
   *
   * @param line what a person would write into it
   */
  public record Unwritten(String table, String key, String line) {}

  /**
   * A profile with a proposal in it.
   *
   * @param text as it is to be
   * @param unwritten what the person wrote in a way that nothing can be added to
   */
  public record Result(String text, List<Unwritten> unwritten) {}

  /** A profile that says nothing yet. */
  public static String begin(String name, String base) {
    return """
    # Learned from a session; sandboxed learn %1$s adds to it.
    # It counts only where you choose it: --profile %1$s
    extends = "%2$s"
    description = "Like %2$s, with what a session needed besides"
    """
        .formatted(name, base);
  }

  /**
   * Adds what a profile does not say yet, and leaves everything else as it is.
   *
   * @param names whether the session went by names, so that only those that are allowed count
   */
  public static Result with(String before, Proposal proposal, boolean names) {
    List<Unwritten> unwritten = new ArrayList<>();
    String text = before;
    text = added(text, "network", "allow", proposal.allow(), unwritten);
    if (names && !saysTier(text)) {
      text = withTier(text);
    }
    text = added(text, "filesystem", "read", proposal.read(), unwritten);
    text = added(text, "filesystem", "write", proposal.write(), unwritten);
    text = added(text, "filesystem", "deny", proposal.deny(), unwritten);
    text = added(text, "packages", "nix", proposal.packages(), unwritten);
    return new Result(withComments(text, proposal.left()), unwritten);
  }

  /** At the end, what a person may want as well. */
  private static String withComments(String text, List<String> left) {
    String comments =
        left.stream()
            .map(words -> "# not granted: " + words + "\n")
            .filter(comment -> !text.contains(comment))
            .collect(Collectors.joining());
    return comments.isEmpty() ? text : text + (text.endsWith("\n") ? "\n" : "\n\n") + comments;
  }

  private static boolean saysTier(String text) {
    return ListAddition.says(text, "network", "tier");
  }

  private static String withTier(String text) {
    return ListAddition.line(
        text, "network", "tier = \"allowlist\" # only these hosts, and those of what it extends");
  }

  private static String added(
      String text, String table, String key, List<Line> lines, List<Unwritten> unwritten) {
    List<ListAddition.Entry> missing =
        lines.stream()
            .filter(line -> !ListAddition.has(text, table, key, line.value()))
            .map(line -> new ListAddition.Entry(line.value(), Optional.of(line.evidence())))
            .toList();
    if (missing.isEmpty()) {
      return text;
    }
    Optional<String> after = ListAddition.entries(text, table, key, missing);
    if (after.isEmpty()) {
      unwritten.add(
          new Unwritten(
              table,
              key,
              missing.stream()
                  .map(one -> '"' + one.value() + '"')
                  .collect(Collectors.joining(", ", key + " = [", "]"))));
    }
    return after.orElse(text);
  }
}
