package dev.sandboxed.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code sandboxed(1)}, made from picocli's model, so that it agrees with {@code --help}. */
public final class ManPage {

  // The date that the build gives everything it makes; see outputTimestamp in pom.xml.
  private static final String DATE = "2026-01-01";

  private final Roff roff = new Roff();

  private ManPage() {}

  public static String of(CommandLine root) {
    ManPage page = new ManPage();
    page.page(root);
    return page.roff.toString();
  }

  private void page(CommandLine root) {
    CommandSpec sandboxed = root.getCommandSpec();
    List<CommandSpec> commands = commandsOf(root);
    roff.title("SANDBOXED", "1", DATE, String.join(" ", sandboxed.version()))
        .macro("SH", "NAME")
        .line("sandboxed - " + undotted(description(sandboxed)))
        .macro("SH", "SYNOPSIS")
        .literal(commands.stream().flatMap(ManPage::synopsis).toList())
        .macro("SH", "OPTIONS");
    options(sandboxed);
    roff.macro("SH", "COMMANDS");
    commands.forEach(this::command);
    roff.macro("SH", "EXIT STATUS");
    roff.line("The agent's exit status, or one of sandboxed's own:");
    item("1", "allow: you were asked, and did not allow it");
    item("124", "the session was ended after the time that a profile gives it");
    item("125", "it could not or would not launch. Nothing was started");
    item("126", "the command was found, but cannot be executed");
    item("127", "the command was not found");
    roff.macro("SH", "FILES");
    item("$XDG_CONFIG_HOME/sandboxed/profiles/NAME.toml", "your profiles");
    item("$XDG_CONFIG_HOME/sandboxed/profiles/agents/NAME.toml", "your agents");
    item("/etc/sandboxed/profiles/", "the same for everybody on this machine");
    item(".sandboxed.toml", "a project's own profile, in its top directory, as you allowed it");
  }

  /** All commands below this one, each before its own subcommands. */
  private static List<CommandSpec> commandsOf(CommandLine root) {
    List<CommandSpec> commands = new ArrayList<>();
    for (CommandLine command : root.getSubcommands().values()) {
      commands.add(command.getCommandSpec());
      commands.addAll(commandsOf(command));
    }
    return commands;
  }

  private static Stream<String> synopsis(CommandSpec command) {
    String[] custom = command.usageMessage().customSynopsis();
    if (custom.length > 0) {
      return Stream.of(custom).map(String::strip);
    }
    String options = shown(command.options()).count() > 1 ? " [OPTION…]" : "";
    return Stream.of(
        command.qualifiedName()
            + options
            + parameters(command).map(ManPage::bracketed).collect(Collectors.joining()));
  }

  private static String bracketed(PositionalParamSpec parameter) {
    String label = parameter.paramLabel();
    return parameter.arity().min() == 0 ? " [" + label + "]" : " " + label;
  }

  private void command(CommandSpec command) {
    roff.macro("SS", command.qualifiedName());
    roff.line(description(command));
    parameters(command).forEach(parameter -> item(parameter.paramLabel(), description(parameter)));
    options(command);
    List<String> footer =
        Stream.of(command.usageMessage().footer()).filter(line -> !line.isEmpty()).toList();
    if (!footer.isEmpty()) {
      roff.macro("PP").literal(footer);
    }
  }

  private void options(CommandSpec command) {
    shown(command.options())
        .forEach(
            option -> item(String.join(", ", option.names()) + value(option), description(option)));
  }

  private static String value(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    return option.arity().min() == 0 ? "[=" + option.paramLabel() + "]" : "=" + option.paramLabel();
  }

  private void item(String what, String meaning) {
    roff.macro("TP").macro("B", what).line(meaning.isEmpty() ? "see above" : meaning);
  }

  private static Stream<PositionalParamSpec> parameters(CommandSpec command) {
    return shown(command.positionalParameters());
  }

  private static <T extends ArgSpec> Stream<T> shown(List<T> arguments) {
    return arguments.stream().filter(argument -> !argument.hidden());
  }

  private static String description(CommandSpec command) {
    return joined(command.usageMessage().description());
  }

  private static String description(ArgSpec argument) {
    return joined(argument.description());
  }

  /** The lines of a description, where picocli reads %n as the end of a line. */
  private static String joined(String[] lines) {
    return String.join(" ", lines).replace("%n", " ").strip();
  }

  private static String undotted(String sentence) {
    String text = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
