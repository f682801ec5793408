package dev.sandboxed.foreign;

import dev.sandboxed.environment.ReservedVariables;
import dev.sandboxed.foreign.Note.Verdict;
import java.util.regex.Pattern;

/** {@code credentials} of sandbox-runtime, which Claude Code has as well. */
final class CredentialSettings {

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Draft draft;
  private final PathDraft paths;

  CredentialSettings(Draft draft, PathDraft paths) {
    this.draft = draft;
    this.paths = paths;
  }

  void read(Setting setting) {
    Section section = setting.section();
    section.list("files").forEach(this::file);
    section.list("envVars").forEach(this::variable);
    section.ifSaid(
        "allowPlaintextInject",
        said -> draft.leaveOut(said, "a real value leaves over HTTPS alone"));
    section.ifSaid("awsPairs", said -> draft.leaveOut(said, "nothing here signs for AWS"));
    section.ifSaid("sigv4", said -> draft.leaveOut(said, "nothing here signs for AWS"));
    draft.unknown(section, "credentials");
  }

  private void file(Setting entry) {
    Section section = entry.section();
    Setting path = section.get("path").orElseThrow(() -> entry.wrong("has no path"));
    boolean masked = masked(entry, section);
    paths.deny(path, ForeignPath.parse(path.word()));
    if (masked) {
      draft.note(
          Verdict.DIFFERENT,
          entry,
          "the whole file is masked; read = [{ path, mask }] shows one without its secret");
    }
  }

  /** What is set is not passed, whichever layer below would pass it. */
  private void variable(Setting entry) {
    Section section = entry.section();
    Setting name = section.get("name").orElseThrow(() -> entry.wrong("has no name"));
    boolean masked = masked(entry, section);
    if (!VARIABLE.matcher(name.word()).matches()) {
      throw name.wrong("is not the name of a variable");
    }
    if (ReservedVariables.ours(name.word())) {
      draft.note(Verdict.ALREADY, name, "the sandbox sets this variable itself");
      return;
    }
    draft.set(name.word(), "", name);
    draft.note(
        Verdict.DIFFERENT,
        entry,
        masked
            ? "the variable is there and empty; [credentials] puts the real value in outside, for hosts that you name"
            : "the variable is there and empty");
  }

  private boolean masked(Setting entry, Section section) {
    Setting mode = section.get("mode").orElseThrow(() -> entry.wrong("has no mode"));
    if (!mode.text().equals("deny") && !mode.text().equals("mask")) {
      throw mode.wrong("must be \"deny\" or \"mask\"");
    }
    for (String detail :
        new String[] {
          "extract", "onExtractNoMatch", "decode", "maskClaims", "maskDuplicates", "injectHosts"
        }) {
      section.ifSaid(detail, said -> draft.leaveOut(said, "the value is not inside at all"));
    }
    draft.unknown(section, "credentials");
    return mode.text().equals("mask");
  }
}
