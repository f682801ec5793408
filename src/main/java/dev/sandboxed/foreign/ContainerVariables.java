package dev.sandboxed.foreign;

import dev.sandboxed.environment.ReservedVariables;
import dev.sandboxed.foreign.Note.Verdict;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code containerEnv} and {@code remoteEnv} of a dev container. */
final class ContainerVariables {

  // What makes a shell, the loader or an interpreter run code, and what says whom an agent talks
  // to:
  // the file belongs to the project, and an agent can write there.
  private static final List<String> STEERING =
      List.of(
          "LD_*",
          "BASH_*",
          "ENV",
          "PROMPT_COMMAND",
          "IFS",
          "SHELLOPTS",
          "BASHOPTS",
          "PS4",
          "SHELL",
          "NODE_OPTIONS",
          "NODE_EXTRA_CA_CERTS",
          "ANTHROPIC_*",
          "CLAUDE*",
          "DISABLE_*",
          "IS_SANDBOX",
          "GEMINI_*",
          "GOOGLE_*",
          "CODEX_*",
          "OPENCODE_*",
          "OPENAI_*",
          "ANTIGRAVITY_*",
          "AGY_*",
          "*_BASE_URL",
          "*_PROXY",
          "*_proxy");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final Pattern LOCAL =
      Pattern.compile(
          "\\$\\{(?:localEnv|env):(?<name>[A-Za-z_][A-Za-z0-9_]*)(?<otherwise>:[^}]*)?\\}");

  private final Draft draft;

  ContainerVariables(Draft draft) {
    this.draft = draft;
  }

  void read(Setting setting) {
    setting.section().all().forEach(this::read);
  }

  private void read(String name, Setting value) {
    if (value.isNull()) {
      draft.leaveOut(value, "a variable that no rule passes is not inside anyway");
      return;
    }
    String text = value.text();
    Matcher local = LOCAL.matcher(text);
    if (!NAME.matcher(name).matches()) {
      throw value.wrong("is not the name of a variable");
    }
    if (ReservedVariables.ours(name)) {
      draft.leaveOut(
          value,
          name.equals("PATH")
              ? "environment.path adds directories to PATH"
              : "the sandbox sets this variable itself");
    } else if (isSteering(name)) {
      draft.leaveOut(
          value,
          "it would steer the agent, or make programs run code; set it yourself if you want that");
    } else if (local.matches()) {
      pass(name, value, local);
    } else if (text.contains("${")) {
      draft.leaveOut(value, "its value follows from something that is not there before a launch");
    } else {
      draft.set(name, text, value);
    }
  }

  private void pass(String name, Setting value, Matcher local) {
    if (!local.group("name").equals(name)) {
      draft.leaveOut(value, "a variable is passed by its own name alone: export it as " + name);
      return;
    }
    draft.addText(Draft.Key.PASS, name, value);
    if (local.group("otherwise") != null) {
      draft.note(Verdict.DIFFERENT, value, "where it is not set outside, it is not set inside");
    }
  }

  private static boolean isSteering(String name) {
    return STEERING.stream().anyMatch(pattern -> WildcardName.matches(pattern, name));
  }
}
