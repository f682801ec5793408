package dev.sandboxed.agent;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.profile.AgentDefinition;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Whether npm fetched the archive that a definition pins. npm compares each archive with the hash
 * that the registry names, and writes that hash down; so whoever changes the archive and the
 * registry's word about it is found out here. Of the package's dependencies it says nothing.
 */
final class PinnedArchive {

  // Where npm from version 7 on writes what it has installed.
  private static final String INSTALLED = "node_modules/.package-lock.json";

  // A line for each of some hundred packages.
  private static final int LARGEST = 4 << 20;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private PinnedArchive() {}

  /**
   * Compares them, if the definition pins one.
   *
   * @param prefix where npm installed the package
   * @throws UserFailure if it is another one, or npm does not say which
   */
  static void require(Inquiry inquiry, Path prefix, AgentDefinition.Install install) {
    String fetched = integrity(inquiry, prefix, NpmAgents.here(install.npm()));
    if (!install.integrity().isEmpty() && !install.integrity().contains(fetched)) {
      String spec = NpmAgents.spec(install);
      throw new UserFailure(
          Problem.of(
              "agent.other-archive",
              "npm fetched %s, but not the archive that its definition pins: it %s"
                  .formatted(
                      spec, fetched.isEmpty() ? "names no hash of it" : "has the hash " + fetched),
              "nothing of it is kept. The registry, or somebody between it and you, has another"
                  + " archive under this version; its own word: npm view "
                  + spec
                  + " dist.integrity"));
    }
  }

  private static String integrity(Inquiry inquiry, Path prefix, String npmPackage) {
    try {
      JsonNode installed = MAPPER.readTree(inquiry.text(prefix.resolve(INSTALLED), LARGEST));
      return installed
          .path("packages")
          .path("node_modules/" + npmPackage)
          .path("integrity")
          .asText();
    } catch (JacksonException notJson) {
      return "";
    } catch (IOException none) {
      return "";
    }
  }
}
