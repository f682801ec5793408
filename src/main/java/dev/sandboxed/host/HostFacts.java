package dev.sandboxed.host;

/** This machine and this person, as far as a plan depends on them. */
public record HostFacts(
    Person person, Project project, HostSystem system, OwnFiles own, HostEnvironment environment) {

  public Bubblewrap bubblewrap() {
    return system.bubblewrap();
  }

  public ToolDirectories toolDirectories() {
    return own.directories();
  }

  /** What this launcher was packaged with. */
  public Provided provided() {
    return own.provided();
  }
}
