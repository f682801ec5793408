package dev.sandboxed.follow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words of a shell command that are plain: what they stand for does not depend on what runs.
 * Nothing is evaluated.
 */
final class CommandWords {

  /**
   * A plain word.
   *
   * @param program whether a shell would run it
   */
  record Word(String text, boolean program) {}

  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");

  // What a shell understands itself. A program that one of them runs is an argument here.
  private static final Set<String> OF_THE_SHELL =
      Set.of(
          ".",
          ":",
          "[",
          "[[",
          "alias",
          "break",
          "builtin",
          "case",
          "cd",
          "command",
          "continue",
          "do",
          "done",
          "echo",
          "elif",
          "else",
          "esac",
          "eval",
          "exec",
          "exit",
          "export",
          "false",
          "fi",
          "for",
          "function",
          "if",
          "in",
          "kill",
          "local",
          "printf",
          "pwd",
          "read",
          "return",
          "select",
          "set",
          "shift",
          "source",
          "test",
          "then",
          "time",
          "trap",
          "true",
          "type",
          "ulimit",
          "umask",
          "unset",
          "until",
          "wait",
          "while",
          "{",
          "}",
          "!");

  private final String text;
  private final String home;
  private final List<Word> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private int at;
  private boolean begun;
  private boolean plain = true;
  private boolean programNext = true;
  private boolean target;

  private CommandWords(String text, String home) {
    this.text = text;
    this.home = home;
  }

  /** The plain words of a command for a shell, with a tilde and {@code $HOME} replaced. */
  static List<Word> ofShell(String command, String home) {
    CommandWords words = new CommandWords(command, home);
    while (words.at < command.length()) {
      words.step();
    }
    words.end();
    return List.copyOf(words.words);
  }

  /** The plain words of a command that is started without a shell: a program and its arguments. */
  static List<Word> ofArguments(List<String> command, String home) {
    List<Word> words = new ArrayList<>();
    for (int at = 0; at < command.size(); at++) {
      // What a variable stands for is known only to the agent.
      if (!command.get(at).contains("$")) {
        words.add(new Word(atHome(command.get(at), home), at == 0));
      }
    }
    return List.copyOf(words);
  }

  private static String atHome(String word, String home) {
    return word.startsWith("~/") ? home + word.substring(1) : word;
  }

  private void step() {
    char next = text.charAt(at);
    switch (next) {
      case ' ', '\t' -> {
        end();
        at++;
      }
      case ';', '&', '|', '\n', '(', ')' -> {
        end();
        programNext = true;
        target = false;
        at++;
      }
      case '<', '>' -> redirection();
      case '\'', '"' -> quoted(next);
      case '\\' -> {
        begun = true;
        at++;
        if (at < text.length()) {
          word.append(text.charAt(at++));
        }
      }
      case '~' -> {
        word.append(begun ? "~" : home);
        begun = true;
        at++;
      }
      case '#' -> {
        if (begun) {
          plain(next);
        } else {
          at = Math.max(at, text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at));
        }
      }
      default -> plain(next);
    }
  }

  /** The word after it is written or read by the shell, and no argument. */
  private void redirection() {
    // The number of a stream belongs to it.
    if (word.chars().allMatch(Character::isDigit)) {
      word.setLength(0);
      begun = false;
    }
    end();
    while (at < text.length() && "<>&|".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    target = true;
  }

  private void quoted(char quote) {
    begun = true;
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      if (quote == '"' && text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
        word.append(text.charAt(at++));
      } else if (quote == '"') {
        plain(text.charAt(at));
      } else {
        word.append(text.charAt(at++));
      }
    }
    at++;
  }

  private void plain(char next) {
    begun = true;
    Optional<String> name =
        List.of("$HOME", "${HOME}").stream()
            .filter(known -> text.startsWith(known, at))
            .filter(known -> known.endsWith("}") || !isName(at + known.length()))
            .findFirst();
    if (name.isPresent()) {
      word.append(home);
      at += name.get().length();
      return;
    }
    // What these stand for is known only to the shell.
    plain &= "$`*?".indexOf(next) < 0;
    word.append(next);
    at++;
  }

  private boolean isName(int index) {
    return index < text.length()
        && (Character.isLetterOrDigit(text.charAt(index)) || text.charAt(index) == '_');
  }

  private void end() {
    if (begun) {
      String said = word.toString();
      boolean program = programNext && !target;
      if (target) {
        target = false;
      } else if (!(program && ASSIGNMENT.matcher(said).matches())) {
        if (plain && !(program && OF_THE_SHELL.contains(said))) {
          words.add(new Word(said, program));
        }
        programNext = false;
      }
    }
    word.setLength(0);
    begun = false;
    plain = true;
  }
}
