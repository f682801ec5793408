package dev.sandboxed.foreign;

import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.UserFailure;

/**
 * Settings of another tool as a profile. Nothing in them is evaluated, and nothing is made wider:
 * what cannot be said exactly is closed further, or left out and told.
 */
public enum ForeignSettings {
  SRT(SrtSettings.TOOL),
  CLAUDE_CODE(ClaudeSettings.TOOL),
  DEV_CONTAINER(DevContainer.TOOL);

  /** The profile that every import extends. */
  public static final String BASE = "strict";

  private final String tool;

  ForeignSettings(String tool) {
    this.tool = tool;
  }

  /**
   * The text of a profile, with notes at its end.
   *
   * @param file its name, as the person wrote it
   * @throws UserFailure at the first thing that cannot be read
   */
  public String profile(String file, String text, Surroundings around) {
    String shown = Printable.whole(file);
    Draft draft = new Draft();
    Setting settings = JsonText.read(shown, text);
    switch (this) {
      case SRT -> SrtSettings.read(settings, draft, around);
      case CLAUDE_CODE -> ClaudeSettings.read(settings, draft, around);
      case DEV_CONTAINER -> DevContainer.read(settings, draft, around);
    }
    return DraftText.of(draft, tool, BASE, shown);
  }
}
