package dev.sandboxed.host.tools;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tools that the person works with outside.
 *
 * @param path the entries of PATH that exist, in their order
 * @param variables the variables that tell tools where they are, by name, each with all that it
 *     names
 * @param virtualEnvironment the programs of the active virtual environment of Python
 * @param brought the directories that the program of this launch brings along as a whole
 */
public record PersonTools(
    List<ToolPlace> path,
    Map<String, List<ToolPlace>> variables,
    Optional<ToolPlace> virtualEnvironment,
    List<Path> brought) {

  /** Nobody's. */
  public static final PersonTools NONE =
      new PersonTools(List.of(), Map.of(), Optional.empty(), List.of());

  public PersonTools {
    path = List.copyOf(path);
    variables = Map.copyOf(variables);
    brought = List.copyOf(brought);
  }

  /** The same tools, where a program brings these directories along. */
  public PersonTools bringing(List<Path> directories) {
    return new PersonTools(path, variables, virtualEnvironment, directories);
  }
}
