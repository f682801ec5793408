package dev.sandboxed.cli.options;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The options of {@code run} in its help, below headings. */
public final class RunHelp {

  // By the option that each begins with, in the order of RunOptions.
  private static final Map<String, String> HEADINGS =
      Map.of(
          "--profile", "What the sandbox is",
          "--read", "Files",
          "--env", "Variables, login and memory",
          "--project", "This launch",
          "--dry-run", "Something else instead",
          "--errors", "Errors");

  private RunHelp() {}

  /** Makes the help of {@code run} have them. */
  public static void addHeadings(CommandLine run) {
    run.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, RunHelp::text);
  }

  private static String text(Help help) {
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    String heading = "";
    for (OptionSpec option : help.commandSpec().options()) {
      heading = HEADINGS.getOrDefault(option.longestName(), heading);
      groups.computeIfAbsent(heading, _ -> new ArrayList<>()).add(option);
    }
    StringBuilder text = new StringBuilder();
    groups.forEach((title, options) -> {
      String list = help.optionListExcludingGroups(options);
      // All options of one may be hidden.
      if (!list.isEmpty()) {
        text.append(title).append(':').append(System.lineSeparator()).append(list);
      }
    });
    return text.toString();
  }
}
