package dev.sandboxed.agent;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.files.Programs;
import dev.sandboxed.profile.AgentDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the next launch takes an agent from. Its program is not started to ask for its version: an
 * agent could have written it.
 *
 * @param place the program, or the directory of what was fetched
 * @param version as its files tell it
 */
public record AgentPlace(Source source, Optional<Path> place, Optional<String> version) {

  /** Who brought the agent here. */
  public enum Source {
    /** The launcher itself, packaged by Nix. */
    LAUNCHER("launcher"),
    /** The person: it is on PATH. */
    PATH("PATH"),
    /** The person, with Nix. */
    NIX("Nix"),
    /** Sandboxed, with npm. */
    FETCHED("fetched"),
    /** Nobody yet. */
    NOT_HERE("not here");

    private final String word;

    Source(String word) {
      this.word = word;
    }

    /** In a table. */
    public String word() {
      return word;
    }
  }

  private static final Path STORE = Path.of("/nix/store");
  private static final Pattern IN_STORE = Pattern.compile("[0-9a-z]{32}-.*?-(\\d+\\.\\d.*)");
  private static final int LARGEST_PACKAGE = 1 << 20;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /**
   * Looks in the order of a launch.
   *
   * @param provided the program that the launcher was packaged with
   */
  public static AgentPlace of(
      AgentDefinition agent, Optional<Path> provided, Programs onPath, Path dataDirectory) {
    Inquiry inquiry = onPath.inquiry();
    if (provided.isPresent()) {
      return found(inquiry, Source.LAUNCHER, provided.get());
    }
    String name = agent.command().value().getFirst();
    Optional<Path> program =
        name.contains("/") ? Optional.of(Path.of(name)).filter(inquiry::isFile) : onPath.find(name);
    if (program.isPresent()) {
      boolean nix = PathProbe.look(inquiry, program.get()).real().startsWith(STORE);
      return found(inquiry, nix ? Source.NIX : Source.PATH, program.get());
    }
    NpmAgents fetched = new NpmAgents(dataDirectory, onPath);
    return agent
        .install()
        .map(pinned -> ChosenVersion.used(inquiry, dataDirectory, agent.name(), pinned))
        .filter(used -> fetched.isThere(agent, used))
        .map(used ->
            new AgentPlace(
                Source.FETCHED,
                Optional.of(fetched.directory(agent, used)),
                Optional.of(used.version())))
        .orElse(new AgentPlace(Source.NOT_HERE, Optional.empty(), Optional.empty()));
  }

  private static AgentPlace found(Inquiry inquiry, Source source, Path program) {
    Path real = PathProbe.look(inquiry, program).real();
    return new AgentPlace(source, Optional.of(program), version(inquiry, real));
  }

  private static Optional<String> version(Inquiry inquiry, Path real) {
    for (Path at = real; at.getParent() != null; at = at.getParent()) {
      String name = String.valueOf(at.getFileName());
      if (at.startsWith(STORE) && at.getNameCount() == STORE.getNameCount() + 1) {
        Matcher inStore = IN_STORE.matcher(name);
        return inStore.matches() ? Optional.of(inStore.group(1)) : Optional.empty();
      }
      if (ChosenVersion.isExact(name)) {
        return Optional.of(name);
      }
      if (real.toString().contains("/node_modules/")) {
        Optional<String> ofPackage = ofPackage(inquiry, at.resolveSibling("package.json"));
        if (ofPackage.isPresent()) {
          return ofPackage;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ofPackage(Inquiry inquiry, Path file) {
    try {
      JsonNode version = MAPPER.readTree(inquiry.text(file, LARGEST_PACKAGE)).path("version");
      return Optional.of(version.asText()).filter(ChosenVersion::isExact);
    } catch (JacksonException notJson) {
      return Optional.empty();
    } catch (IOException none) {
      return Optional.empty();
    }
  }
}
