package dev.sandboxed.cli.sessions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.denials.tried.Judgement;
import dev.sandboxed.denials.tried.Tried;
import dev.sandboxed.observed.Event;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Quoted;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Something that was refused, in words and as JSON. */
final class TriedText {

  // What is none of these could be words that look like sandboxed's.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./+@:\\[\\]=-]+");

  // Longer than any path that a person would type.
  private static final int LONGEST = 1000;

  private static final int MOST_PROGRAMS = 4;

  private TriedText() {}

  /** The lines for a person. */
  static List<String> lines(Tried one) {
    Judgement said = one.judgement();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %s: %s %s, %s, by %s; %s%s"
            .formatted(
                one.kind() == Event.Kind.CALL ? one.calls().getFirst() : shown(one.what()),
                said.outcome().word(),
                verb(one),
                one.times() == 1 ? "once" : one.times() + " times",
                one.error(),
                programs(one),
                said.perhaps() ? "this may be why: " : "",
                said.why()));
    if (!said.rule().isEmpty()) {
      lines.add("  " + said.rule());
    }
    said.grant()
        .ifPresent(grant ->
            lines.add(
                "  "
                    + grant.line()
                    + grant.option().map(option -> ", or " + option).orElse("")
                    + ": "
                    + grant.gives()));
    return lines.stream().map(Printable::whole).toList();
  }

  private static String shown(String what) {
    return PLAIN.matcher(what).matches() && what.length() <= LONGEST
        ? what
        : Quoted.of(what, LONGEST);
  }

  private static String verb(Tried one) {
    return switch (one.kind()) {
      case READ -> "read";
      case LIST -> "listed";
      case WRITE -> "changed";
      case EXECUTE -> "executed";
      case CONNECT -> "connected to";
      case CALL -> "called with " + Quoted.of(one.what(), LONGEST) + ",";
    };
  }

  private static String programs(Tried one) {
    String named =
        one.programs().stream()
            .limit(MOST_PROGRAMS)
            .map(TriedText::shown)
            .collect(Collectors.joining(", "));
    int more = one.programs().size() - MOST_PROGRAMS;
    return more > 0 ? named + " and " + more + " more" : named;
  }

  /** Adds its members to an object. */
  static ObjectNode json(ObjectNode node, Tried one) {
    Judgement said = one.judgement();
    node.put("kind", one.kind().name().toLowerCase(Locale.ROOT))
        .put("what", one.what())
        .put("error", one.error())
        .put("outcome", said.outcome().word())
        .put("why", said.why())
        .put("perhaps", said.perhaps())
        .put("rule", said.rule().isEmpty() ? null : said.rule())
        .put("line", said.grant().map(Judgement.Grant::line).orElse(null))
        .put("option", said.grant().flatMap(Judgement.Grant::option).orElse(null))
        .put("gives", said.grant().map(Judgement.Grant::gives).orElse(null))
        .put("folded", said.noise().orElse(null))
        .put("times", one.times())
        .put("first", time(one.first()))
        .put("last", time(one.last()));
    one.calls().forEach(node.putArray("calls")::add);
    one.programs().forEach(node.putArray("programs")::add);
    return node;
  }

  private static String time(double seconds) {
    return Instant.ofEpochMilli(Math.round(seconds * 1000))
        .truncatedTo(ChronoUnit.SECONDS)
        .toString();
  }

  /** Whether a text, such as a message of a program, names it. */
  static boolean isNamedIn(Tried one, String text, String project) {
    String what = one.what();
    if (one.kind() == Event.Kind.CALL) {
      return one.calls().stream().anyMatch(call -> words(text).contains(call));
    }
    return contains(text, what)
        || (what.startsWith(project + "/") && contains(text, what.substring(project.length() + 1)))
        || (what.contains(":") && words(text).contains(what.substring(0, what.lastIndexOf(':'))));
  }

  /** As a whole: {@code /a/b} is not in {@code /a/bc}. */
  private static boolean contains(String text, String name) {
    return !name.isEmpty()
        && Pattern.compile("(?<![\\w./+@-])" + Pattern.quote(name) + "(?![\\w/+@-]|\\.\\w)")
            .matcher(text)
            .find();
  }

  private static List<String> words(String text) {
    return List.of(text.split("[\\s'\"(),;]+", -1));
  }
}
