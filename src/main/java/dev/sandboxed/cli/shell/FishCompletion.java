package dev.sandboxed.cli.shell;

import dev.sandboxed.cli.options.Candidates;
import dev.sandboxed.cli.options.RunWords;
import java.util.stream.Collectors;

/** Completion for fish, 3.4 and later. */
public final class FishCompletion {

  private static final String WALK =
      """
      # Completion of sandboxed for fish, made by `sandboxed completion fish`.

      # Prints where the cursor is: the command, then "agent" if one is wanted, "ours" after it, or "theirs".
      function __sandboxed_place
          set -l command ''
          set -l place agent
          set -l option ''
          set -l words (commandline -opc)
          switch (string replace -r '.*/' '' -- $words[1])
              case PROGRAMS
                  set command run
                  set place ours
          end
          for word in $words[2..]
              set -l name (string replace -r '=.*' '' -- $word)
              if test -n "$option"
                  set option ''
              else if test "$word" = --
                  set place theirs
              else if test $place = ours; and contains -- $word AMBIGUOUS
                  set place theirs
              else if contains -- $word (__sandboxed_words "$command" valued)
                  set option $word
              else if contains -- $name (__sandboxed_words "$command" options)
                  continue
              else if contains -- $word (__sandboxed_words "$command" subcommands)
                  set command (string trim -- "$command $word")
              else if not contains -- "$command" PASSING
                  set place ours
              else if test $place = ours; or string match -q -- '-*' $word
                  set place theirs
              else
                  set place ours
              end
              test $place = theirs; and break
          end
          printf '%s\\n' "$command" $place
      end

      function __sandboxed_at --argument-names command place
          set -l here (__sandboxed_place)
          test "$here[1]" = "$command"; or return
          switch "$place"
              case not-theirs
                  test $here[2] != theirs
              case '*'
                  test $here[2] = "$place"
          end
      end

      function __sandboxed_list
          command sandboxed completion --list=$argv[1] 2>/dev/null
      end
      """;

  private final CompletionTable table;
  private final StringBuilder script = new StringBuilder();

  private FishCompletion(CompletionTable table) {
    this.table = table;
  }

  public static String of(CompletionTable table) {
    FishCompletion completion = new FishCompletion(table);
    String passing =
        table.entries().stream()
            .filter(CompletionTable.Entry::passing)
            .map(CompletionTable.Entry::path)
            .collect(Collectors.joining(" "));
    String programs = String.join(" ", table.programs().keySet());
    completion.script.append(
        WALK.replace("PROGRAMS", programs)
            .replace("PASSING", passing)
            .replace("AMBIGUOUS", String.join(" ", RunWords.AMBIGUOUS)));
    completion.words();
    completion.script.append("\nfor program in sandboxed ").append(programs).append('\n');
    completion.line("-f", "");
    table.entries().forEach(completion::entry);
    return completion.script.append("end\n").toString();
  }

  private void words() {
    script.append("\nfunction __sandboxed_words --argument-names command kind\n");
    script.append("    switch \"$command $kind\"\n");
    for (CompletionTable.Entry entry : table.entries()) {
      words(entry.path() + " subcommands", entry.subcommandWords());
      words(entry.path() + " valued", entry.words(CompletionTable.Value.REQUIRED));
      words(
          entry.path() + " options",
          entry.options().stream()
              .map(CompletionTable.Choice::word)
              .collect(Collectors.joining(" ")));
    }
    script.append("    end\nend\n");
  }

  private void words(String of, String words) {
    if (!words.isEmpty()) {
      script.append("        case '").append(of).append("'\n");
      script.append("            string split ' ' -- '").append(words).append("'\n");
    }
  }

  private void entry(CompletionTable.Entry entry) {
    for (CompletionTable.Subcommand sub : entry.subcommands()) {
      line(at(entry, "agent") + " -a " + sub.word(), sub.description());
    }
    for (CompletionTable.Choice option : entry.options()) {
      String place =
          entry.passing() && !RunWords.AMBIGUOUS.contains(option.word()) ? "not-theirs" : "agent";
      line(
          at(entry, place) + " -l " + option.word().substring(2) + value(option),
          option.description());
    }
    String operand = arguments(entry.operand());
    if (!operand.isEmpty()) {
      line(at(entry, "agent") + operand, "");
    }
    if (entry.passing()) {
      line(at(entry, "ours") + " -F", "");
      line(at(entry, "theirs") + " -F", "");
    }
  }

  private static String value(CompletionTable.Choice option) {
    return switch (option.value()) {
      case NONE -> "";
      case ATTACHED -> arguments(option.candidates());
      case REQUIRED ->
          option.candidates() instanceof Candidates.Files
              ? " -r -F"
              : " -x" + arguments(option.candidates());
    };
  }

  private static String arguments(Candidates candidates) {
    return switch (candidates) {
      case Candidates.None _ -> "";
      case Candidates.Files _ -> " -F";
      case Candidates.Directories _ -> " -a '(__fish_complete_directories)'";
      case Candidates.Words words -> " -a '" + String.join(" ", words.words()) + "'";
      case Candidates.Names names -> " -a '(__sandboxed_list " + names.kind() + ")'";
    };
  }

  private static String at(CompletionTable.Entry entry, String place) {
    return "-n '__sandboxed_at \"" + entry.path() + "\" " + place + "'";
  }

  private void line(String what, String description) {
    script.append("    complete -c $program ").append(what);
    if (!description.isEmpty()) {
      script
          .append(" -d '")
          .append(description.replace("\\", "\\\\").replace("'", "\\'"))
          .append('\'');
    }
    script.append('\n');
  }
}
