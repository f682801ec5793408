package dev.sandboxed.cli.options;

import dev.sandboxed.profile.AuditRequest;
import dev.sandboxed.profile.AuditRequest.ObserveRequest;
import dev.sandboxed.profile.AuthMode;
import dev.sandboxed.profile.StateScope;
import dev.sandboxed.profile.TierName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;

/** What a shell offers for an argument. */
public sealed interface Candidates {

  /** Nothing: only the person knows. */
  record None() implements Candidates {}

  record Files() implements Candidates {}

  record Directories() implements Candidates {}

  /** These words and no others. */
  record Words(List<String> words) implements Candidates {
    public Words {
      words = List.copyOf(words);
    }
  }

  /**
   * Names of the profiles or agents there are, for which {@code sandboxed completion --list} is
   * asked when they are needed.
   *
   * @param kind {@code profiles} or {@code agents}
   */
  record Names(String kind) implements Candidates {}

  /** The candidates for an option or a parameter, from its own candidates or from its label. */
  static Candidates of(ArgSpec argument) {
    Iterable<String> said = argument.completionCandidates();
    if (said instanceof NamesOf names) {
      return new Names(names.kind());
    }
    if (said != null) {
      return new Words(StreamSupport.stream(said.spliterator(), false).toList());
    }
    return switch (argument.paramLabel()) {
      case "DIR" -> new Directories();
      case "FILE", "PATH", "PATH|NAME", "PATH|VARIABLE|ADDRESS|HOST", "FILE|DIR" -> new Files();
      default -> new None();
    };
  }

  /** A stand-in in picocli's model for names that are not known yet. */
  abstract sealed class NamesOf extends ArrayList<String> permits Profiles, Agents {
    private final String kind;

    private NamesOf(String kind) {
      this.kind = kind;
    }

    String kind() {
      return kind;
    }
  }

  /** The profiles there are. */
  final class Profiles extends NamesOf {
    Profiles() {
      super("profiles");
    }
  }

  /** The agents there are. */
  final class Agents extends NamesOf {
    Agents() {
      super("agents");
    }
  }

  /** The words of an enumeration, as picocli wants them. */
  abstract sealed class WordsOf extends ArrayList<String>
      permits Accepted, Tiers, Modes, Depths, Scopes, Forms, ErrorForms, Shells {
    private <T> WordsOf(T[] values, Function<T, String> word) {
      super(Stream.of(values).map(word).toList());
    }
  }

  /** For {@code --network}. */
  final class Tiers extends WordsOf {
    Tiers() {
      super(TierName.values(), TierName::word);
    }
  }

  /** For {@code --auth}. */
  final class Modes extends WordsOf {
    Modes() {
      super(AuthMode.values(), AuthMode::word);
    }
  }

  /** For {@code --observe}. */
  final class Depths extends WordsOf {
    Depths() {
      super(ObserveRequest.Depth.values(), ObserveRequest.Depth::word);
    }
  }

  /** For {@code --accept}. */
  final class Accepted extends WordsOf {
    Accepted() {
      super(AuditRequest.Accepted.values(), AuditRequest.Accepted::word);
    }
  }

  /** For {@code --state}. */
  final class Scopes extends WordsOf {
    Scopes() {
      super(StateScope.values(), StateScope::word);
    }
  }

  /** For {@code --dry-run}. */
  final class Forms extends WordsOf {
    Forms() {
      super(new String[] {"text", "json", "argv"}, form -> form);
    }
  }

  /** For {@code --errors}. */
  final class ErrorForms extends WordsOf {
    ErrorForms() {
      super(ErrorForm.values(), ErrorForm::word);
    }
  }

  /** For {@code sandboxed completion}. */
  final class Shells extends WordsOf {
    Shells() {
      super(new String[] {"bash", "zsh", "fish"}, shell -> shell);
    }
  }
}
