package dev.sandboxed.host.tools;

import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks at what the person's environment names. */
public final class PersonToolsProbe {

  // Each names a directory, or several with colons between. None holds a secret.
  private static final List<String> VARIABLES =
      List.of(
          "ANDROID_HOME",
          "ASDF_DATA_DIR",
          "ASDF_DIR",
          "BUN_INSTALL",
          "CARGO_HOME",
          "CONDA_PREFIX",
          "DENO_INSTALL",
          "DOTNET_ROOT",
          "FNM_DIR",
          "FNM_MULTISHELL_PATH",
          "GHCUP_INSTALL_BASE_PREFIX",
          "GOBIN",
          "GOENV_ROOT",
          "GOPATH",
          "GOROOT",
          "GRADLE_HOME",
          "JAVA_HOME",
          "JDK_HOME",
          "M2_HOME",
          "MAVEN_HOME",
          "MISE_DATA_DIR",
          "NODENV_ROOT",
          "NVM_BIN",
          "NVM_DIR",
          "NVM_INC",
          "PNPM_HOME",
          "PYENV_ROOT",
          "RBENV_ROOT",
          "RUSTUP_HOME",
          "SDKMAN_CANDIDATES_DIR",
          "SDKMAN_DIR",
          "UV_PYTHON_INSTALL_DIR",
          "UV_TOOL_DIR",
          "VIRTUAL_ENV",
          "VOLTA_HOME");

  // Every sandbox of a machine that has them shows these, so nobody needs to know what they hold.
  private static final List<Path> SYSTEM =
      List.of(Path.of("/usr"), Path.of("/bin"), Path.of("/sbin"));

  // Windows programs, which a sandbox cannot start; listing them takes seconds.
  private static final Pattern WINDOWS = Pattern.compile("/mnt/[a-z](/.*)?");

  private final Inquiry inquiry;

  private PersonToolsProbe(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /**
   * Looks.
   *
   * @param path the person's PATH
   */
  public static PersonTools look(Inquiry inquiry, String path) {
    PersonToolsProbe probe = new PersonToolsProbe(inquiry);
    Map<String, List<ToolPlace>> variables = new TreeMap<>();
    for (String name : VARIABLES) {
      inquiry
          .variable(name)
          .filter(value -> !value.isEmpty())
          .map(probe::all)
          .ifPresent(places -> variables.put(name, places));
    }
    return new PersonTools(
        probe
            .directories(path)
            .flatMap(directory -> probe.place(directory, true).stream())
            .toList(),
        variables,
        inquiry
            .variable("VIRTUAL_ENV")
            .flatMap(value -> probe.directories(value + "/bin").findFirst())
            .flatMap(bin -> probe.place(bin, true)),
        List.of());
  }

  /** All places that a value names; none if one of them does not exist. */
  private List<ToolPlace> all(String value) {
    List<Optional<ToolPlace>> places =
        Stream.of(value.split(":", -1))
            .map(entry ->
                directories(entry).findFirst().flatMap(directory -> place(directory, false)))
            .toList();
    return places.stream().allMatch(Optional::isPresent)
        ? places.stream().flatMap(Optional::stream).toList()
        : List.of();
  }

  private Stream<Path> directories(String path) {
    return Stream.of(path.split(":", -1))
        .filter(entry -> entry.startsWith("/") && !WINDOWS.matcher(entry).matches())
        .map(entry -> Path.of(entry).normalize())
        .distinct();
  }

  private Optional<ToolPlace> place(Path named, boolean ofPrograms) {
    if (!inquiry.isDirectory(named)) {
      return Optional.empty();
    }
    List<Path> way = PathProbe.way(inquiry, named);
    boolean programs =
        ofPrograms
            && !isOfSandboxed(way)
            && (SYSTEM.stream().anyMatch(named::startsWith) || holds(named));
    return Optional.of(new ToolPlace(named, way, programs));
  }

  /** Nobody misses it inside, and a checkout that is on PATH would be named at every launch. */
  private boolean isOfSandboxed(List<Path> way) {
    return inquiry
        .variable("SANDBOXED_HOME")
        .filter(home -> way.getLast().equals(Path.of(home, "bin")))
        .isPresent();
  }

  private boolean holds(Path directory) {
    try {
      return inquiry.entries(directory).values().stream()
          .anyMatch(kind -> kind == Entry.Kind.FILE || kind == Entry.Kind.SYMLINK);
    } catch (IOException closed) {
      return false;
    }
  }
}
