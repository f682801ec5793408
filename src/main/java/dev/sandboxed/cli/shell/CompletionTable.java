package dev.sandboxed.cli.shell;

import dev.sandboxed.cli.options.Candidates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The commands in the form completion needs, made from picocli's model.
 *
 * @param entries one for each command, by its words: {@code ""}, {@code run}, {@code profiles show}
 * @param programs those that stand for {@code sandboxed run AGENT}, with the agent of each
 */
public record CompletionTable(List<Entry> entries, SortedMap<String, String> programs) {

  // The first takes the options of the second as well.
  private static final Map<String, String> LIKE =
      Map.of(
          "explain", "run",
          "check", "run",
          "learn", "run",
          "export oci", "run",
          "export kubernetes", "run");

  public CompletionTable {
    entries = List.copyOf(entries);
    programs = Collections.unmodifiableSortedMap(new TreeMap<>(programs));
  }

  /** How an option takes its value. */
  enum Value {
    NONE,
    /** After a blank or an equals sign. */
    REQUIRED,
    /** After an equals sign, or not at all. */
    ATTACHED
  }

  /** An option by its long name. */
  record Choice(String word, String description, Value value, Candidates candidates) {}

  /** A word that leads to another command. */
  record Subcommand(String word, String description) {}

  /**
   * One command.
   *
   * @param passing whether its first operand is an agent, so that what follows its options belongs
   *     to the agent
   * @param operand what its first operand is
   */
  record Entry(
      String path,
      boolean passing,
      List<Subcommand> subcommands,
      List<Choice> options,
      Candidates operand) {

    Entry {
      subcommands = List.copyOf(subcommands);
      options = List.copyOf(options);
    }

    /** The options that take their values in this way. */
    List<Choice> options(Value value) {
      return options.stream().filter(option -> option.value() == value).toList();
    }

    /** The names of those options, separated by blanks. */
    String words(Value value) {
      return options(value).stream().map(Choice::word).collect(Collectors.joining(" "));
    }

    String subcommandWords() {
      return subcommands.stream().map(Subcommand::word).collect(Collectors.joining(" "));
    }
  }

  /**
   * The table of all commands.
   *
   * @param agents the names of the agents there are; each may have a program of its own
   */
  public static CompletionTable of(CommandLine root, Collection<String> agents) {
    List<Entry> entries = new ArrayList<>();
    collect("", root.getCommandSpec(), entries);
    SortedMap<String, String> programs = new TreeMap<>();
    agents.forEach(agent -> programs.put(agent + "-sandboxed", agent));
    return new CompletionTable(entries, programs);
  }

  private static void collect(String path, CommandSpec command, List<Entry> entries) {
    List<Subcommand> subcommands = new ArrayList<>();
    command
        .subcommands()
        .forEach(
            (name, sub) -> subcommands.add(new Subcommand(name, summary(sub.getCommandSpec()))));
    Candidates operand =
        command.positionalParameters().stream()
            .findFirst()
            .map(parameter -> operand(parameter, command))
            .orElseGet(Candidates.None::new);
    // Not so for the commands of sandboxed agents.
    boolean passing =
        !path.contains(" ")
            && operand instanceof Candidates.Names names
            && names.kind().equals("agents");
    entries.add(new Entry(path, passing, subcommands, options(path, command), operand));
    command
        .subcommands()
        .forEach((name, sub) ->
            collect(path.isEmpty() ? name : path + " " + name, sub.getCommandSpec(), entries));
  }

  private static Candidates operand(ArgSpec parameter, CommandSpec command) {
    return parameter.paramLabel().equals("COMMAND") && command.parent() != null
        ? new Candidates.Words(List.copyOf(command.parent().subcommands().keySet()))
        : Candidates.of(parameter);
  }

  private static List<Choice> options(String path, CommandSpec command) {
    Stream<OptionSpec> borrowed =
        command.root().subcommands().entrySet().stream()
            .filter(other -> other.getKey().equals(LIKE.get(path)))
            .flatMap(other -> other.getValue().getCommandSpec().options().stream());
    return Stream.concat(command.options().stream(), borrowed)
        .filter(option -> !option.hidden() || option.usageHelp())
        .map(option ->
            new Choice(option.longestName(), summary(option), value(option), Candidates.of(option)))
        .collect(
            Collectors.toMap(Choice::word, one -> one, (first, _) -> first, LinkedHashMap::new))
        .values()
        .stream()
        .toList();
  }

  private static Value value(OptionSpec option) {
    if (option.arity().max() == 0) {
      return Value.NONE;
    }
    return option.arity().min() == 0 ? Value.ATTACHED : Value.REQUIRED;
  }

  private static String summary(CommandSpec command) {
    return first(command.usageMessage().description());
  }

  private static String summary(ArgSpec argument) {
    return first(argument.description());
  }

  private static String first(String[] lines) {
    return lines.length == 0 ? "" : CommandLine.Help.Ansi.OFF.string(lines[0]);
  }
}
