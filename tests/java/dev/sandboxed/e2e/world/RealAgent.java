package dev.sandboxed.e2e.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * An agent as npm delivers it, at the version its definition pins. {@code tests/run} puts the
 * agents below the directory that {@code SANDBOXED_TEST_AGENTS} names, one directory per agent and
 * version.
 *
 * @param state its state directory, relative to the home
 */
public record RealAgent(String name, String version, Path program, String state) {

  public static RealAgent claude() {
    return pinned("claude");
  }

  public static RealAgent gemini() {
    return pinned("gemini");
  }

  public static RealAgent codex() {
    return pinned("codex");
  }

  public static RealAgent openCode() {
    return pinned("opencode");
  }

  public void install(HostWorld world) {
    world.install(name, program);
  }

  /**
   * Installs it together with a file of its state, for an agent that runs {@code where}. The place
   * of the state in a sandbox is sandboxed's secret, so a stand-in for the agent writes it there.
   */
  public void install(HostWorld world, Where where, String file, String text) {
    String write = "mkdir -p ~/" + state + " && printf %s \"$1\" >~/" + state + "/" + file;
    Outcome written =
        switch (where) {
          case BARE -> world.shell(write, text);
          case SANDBOXED ->
              world
                  .installScript(name, AgentScript.LAST_WORD + write)
                  .sandboxed("run", "--quiet", name, text);
        };
    OutcomeAssert.assertThat(written).succeeded();
    install(world);
  }

  /** What npm wrote down of what it has installed for an agent. */
  public static Path installed(String name) {
    String program = pinned(name).program().toString();
    String modules = "/node_modules/";
    return Path.of(
        program.substring(0, program.indexOf(modules) + modules.length()), ".package-lock.json");
  }

  private static RealAgent pinned(String name) {
    String place = System.getenv("SANDBOXED_TEST_AGENTS");
    if (place == null) {
      throw new AssertionError("SANDBOXED_TEST_AGENTS is not set: run the tests with tests/run");
    }
    TomlParseResult definition = definition(name);
    String version = text(definition, "install.version");
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
    Path program =
        Path.of(place, name, version)
            .resolve(text(definition, "install.program").replace("{arch}", arch));
    if (!Files.exists(program)) {
      throw new AssertionError(program + " is missing: tests/run installs it");
    }
    String state = text(definition, "state.directory").replaceFirst("^~/", "");
    return new RealAgent(name, version, program, state);
  }

  private static TomlParseResult definition(String name) {
    try {
      return Toml.parse(Checkout.directory().resolve("profiles/agents/" + name + ".toml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(TomlParseResult definition, String key) {
    return Objects.requireNonNull(definition.getString(key), key);
  }
}
