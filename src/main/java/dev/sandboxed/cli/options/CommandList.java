package dev.sandboxed.cli.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The commands in the help of {@code sandboxed}: those that belong together share a line, so that
 * all of it fits a terminal.
 */
public final class CommandList implements IHelpSectionRenderer {

  /** Commands on one line, with what it says of them. */
  private record Shared(List<String> commands, String meaning) {}

  private static final List<Shared> SHARED =
      List.of(
          new Shared(
              List.of("check", "export"), "Try every promise; write it down for runc, Kubernetes."),
          new Shared(
              List.of("apply", "undo", "discard"),
              "Take changes over, take that back, throw them away."),
          new Shared(
              List.of("agents", "mcp"), "List and update agents; put MCP servers into sandboxes."),
          new Shared(List.of("sessions", "audit"), "Show the sessions that run, and all so far."),
          new Shared(
              List.of("denials", "learn"),
              "Show what was refused; learn a profile from a session."),
          new Shared(
              List.of("completion", "man"), "Print a completion script, and the manual page."));

  /** Puts it into the help of a command line. */
  public static Map<String, IHelpSectionRenderer> in(Map<String, IHelpSectionRenderer> sections) {
    Map<String, IHelpSectionRenderer> all = new LinkedHashMap<>(sections);
    all.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new CommandList());
    return all;
  }

  @Override
  public String render(Help help) {
    StringBuilder text = new StringBuilder();
    help.subcommands()
        .forEach((name, command) -> {
          Shared shared =
              SHARED.stream()
                  .filter(one -> one.commands().contains(name))
                  .findFirst()
                  .orElseGet(() -> new Shared(List.of(name), first(command)));
          if (shared.commands().getFirst().equals(name)) {
            text.append(line(help, shared));
          }
        });
    return text.toString();
  }

  private static String first(Help command) {
    UsageMessageSpec usage = command.commandSpec().usageMessage();
    return Stream.of(usage.header(), usage.description())
        .flatMap(Stream::of)
        .findFirst()
        .orElse("");
  }

  private static String line(Help help, Shared shared) {
    String plain = String.join(", ", shared.commands());
    String coloured =
        shared.commands().stream()
            .map(name -> help.colorScheme().commandText(name).toString())
            .collect(Collectors.joining(", "));
    return "  %-10s  %s%n".formatted(plain, shared.meaning()).replaceFirst(plain, coloured);
  }
}
