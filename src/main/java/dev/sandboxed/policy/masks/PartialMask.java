package dev.sandboxed.policy.masks;

import dev.sandboxed.host.survey.MaskedText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces what masks find in a text. Whatever cannot be done leaves nothing of the text: a mask
 * that finds nothing may be a mistake, and the secret still be there.
 */
final class PartialMask {

  /** What a program finds where something was. No tool takes it for syntax of its own. */
  static final String REPLACEMENT = "masked";

  // A pattern that goes back and forth, or a text that an agent made for it, ends here. A usual one
  // needs a few steps for each character.
  private static final int MOST_STEPS = 20_000_000;

  private PartialMask() {}

  /**
   * What is to be shown.
   *
   * @param masks regular expressions with groups, whose text is replaced
   */
  static MaskedText of(List<String> masks, MaskedText read) {
    if (!(read instanceof MaskedText.Text text)) {
      return read;
    }
    Steps steps = new Steps(text.text(), new AtomicInteger(MOST_STEPS));
    List<Span> spans = new ArrayList<>();
    for (String mask : masks) {
      try {
        Matcher matcher = Pattern.compile(mask, Pattern.MULTILINE).matcher(steps);
        if (!collect(matcher, text.text(), spans)) {
          return new MaskedText.None("the mask " + mask + " finds nothing in it");
        }
      } catch (TooMany | StackOverflowError endless) {
        return new MaskedText.None("the mask " + mask + " takes too long on it");
      }
    }
    return new MaskedText.Text(replaced(text.text(), spans));
  }

  private static boolean collect(Matcher matcher, String text, List<Span> spans) {
    boolean found = false;
    while (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        if (matcher.start(group) >= 0) {
          // One that is empty replaces nothing, and where the line goes on, the secret may follow.
          found |= matcher.start(group) < matcher.end(group) || isLineEnd(text, matcher.end(group));
          spans.add(new Span(matcher.start(group), matcher.end(group)));
        }
      }
    }
    return found;
  }

  private static boolean isLineEnd(String text, int at) {
    return at == text.length() || text.charAt(at) == '\n' || text.charAt(at) == '\r';
  }

  private static String replaced(String text, List<Span> spans) {
    StringBuilder shown = new StringBuilder();
    int at = 0;
    boolean open = false;
    for (Span span : spans.stream().sorted(Comparator.comparingInt(Span::start)).toList()) {
      if (span.start() == span.end() || span.end() <= at) {
        continue;
      }
      // Groups may overlap, and lie next to each other.
      if (span.start() > at || !open) {
        shown.append(text, at, span.start()).append(REPLACEMENT);
      }
      open = true;
      at = span.end();
    }
    return shown.append(text, at, text.length()).toString();
  }

  /** A part of the text. */
  private record Span(int start, int end) {}

  /** A text that can be looked at only so often. */
  private record Steps(String text, AtomicInteger left) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (left.getAndDecrement() <= 0) {
        throw new TooMany();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** The text was looked at too often. */
  private static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
