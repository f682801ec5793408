package dev.sandboxed.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.agent.AgentVersions;
import dev.sandboxed.check.Finding;
import dev.sandboxed.check.Verdict;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.plan.text.Explained;
import dev.sandboxed.planning.Garbage;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileLibrary.Listing;
import dev.sandboxed.profile.text.ProfileDifference;
import dev.sandboxed.profile.text.ProfileStatements;
import dev.sandboxed.toml.Statement;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What commands print with {@code --json}, as docs/plan.md describes it. */
final class Json {

  private static final int VERSION = 1;

  // A project can choose what is in a name, and some of these characters steer a terminal.
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Json() {}

  static String ofExplanations(List<Explained> explanations) {
    ObjectNode root = begun();
    var list = root.putArray("explanations");
    for (Explained one : explanations) {
      list.addObject()
          .put("subject", one.subject())
          .put("kind", one.kind())
          .put("answer", one.answer())
          .put("text", one.what())
          .put("origin", one.why().isEmpty() ? null : one.why());
    }
    return text(root);
  }

  static String ofListings(List<Listing> profiles, List<Listing> agents) {
    ObjectNode root = begun();
    put(root, "profiles", profiles);
    put(root, "agents", agents);
    return text(root);
  }

  private static void put(ObjectNode root, String name, List<Listing> listings) {
    var list = root.putArray(name);
    for (Listing one : listings) {
      ObjectNode node =
          list.addObject()
              .put("name", one.name())
              .put("description", one.description())
              .put("file", one.file())
              .put("from", one.shelf().title())
              .put("hidden", one.shadowed());
      put(node, one.problems());
    }
  }

  private static void put(ObjectNode node, List<Problem> problems) {
    var list = node.putArray("problems");
    problems.forEach(problem -> list.add(ProblemJson.node(problem)));
  }

  static String ofProfile(List<Profile> chain) {
    ObjectNode root = begun();
    putChain(root, "chain", chain);
    root.put("description", chain.getLast().description());
    var list = root.putArray("statements");
    for (ProfileStatements.OfKey key : ProfileStatements.of(chain)) {
      key.statements()
          .forEach(said ->
              list.addObject()
                  .put("key", key.key())
                  .put("value", said.value())
                  .put("origin", said.origin().describe()));
    }
    return text(root);
  }

  static String ofDifference(
      List<Profile> one, List<Profile> other, List<ProfileDifference.Change> changes) {
    ObjectNode root = begun();
    putChain(root, "from", one);
    putChain(root, "to", other);
    var list = root.putArray("changes");
    for (ProfileDifference.Change change : changes) {
      ObjectNode node = list.addObject();
      put(node, "before", change.before());
      put(node, "after", change.after());
    }
    return text(root);
  }

  private static void put(ObjectNode node, String name, Optional<Statement> said) {
    if (said.isEmpty()) {
      node.putNull(name);
      return;
    }
    node.putObject(name)
        .put("key", said.get().table() + "." + said.get().key())
        .put("value", said.get().value())
        .put("origin", said.get().origin().describe());
  }

  private static void putChain(ObjectNode root, String name, List<Profile> chain) {
    var list = root.putArray(name);
    chain.forEach(
        profile -> list.addObject().put("name", profile.name()).put("file", profile.file()));
  }

  static String ofChecked(List<String> names) {
    ObjectNode root = begun();
    names.forEach(root.putArray("profiles")::add);
    return text(root);
  }

  static String ofGarbage(boolean dryRun, List<Garbage.Piece> removed, List<Garbage.Kept> kept) {
    ObjectNode root = begun().put("dryRun", dryRun);
    root.put("bytes", removed.stream().mapToLong(Garbage.Piece::bytes).sum());
    var pieces = root.putArray("removed");
    removed.forEach(one ->
        pieces
            .addObject()
            .put("path", one.path().toString())
            .put("text", one.what())
            .put("bytes", one.bytes()));
    var rest = root.putArray("kept");
    kept.forEach(
        one -> rest.addObject().put("path", one.directory().toString()).put("text", one.why()));
    return text(root);
  }

  static String ofAgents(List<AgentVersions> agents) {
    ObjectNode root = begun();
    var list = root.putArray("agents");
    for (AgentVersions one : agents) {
      ObjectNode agent =
          list.addObject()
              .put("name", one.name())
              .put("from", one.place().source().word())
              .put("path", one.place().place().map(Path::toString).orElse(null))
              .put("version", one.place().version().orElse(null))
              .put("pinned", one.pinned().orElse(null));
      switch (one.newest()) {
        case AgentVersions.Newest.Version(String version) -> agent.put("newest", version);
        case AgentVersions.Newest.NotAsked _ -> agent.putNull("newest");
        case AgentVersions.Newest.Unknown(String why) ->
            agent.putNull("newest").put("newestUnknown", why);
      }
    }
    return text(root);
  }

  static String ofCheck(List<Finding> machine, Optional<SandboxPlan> plan, List<Verdict> verdicts) {
    ObjectNode root = begun();
    root.put("agent", plan.map(checked -> checked.workplace().agent()).orElse(null));
    root.put("project", plan.map(checked -> checked.project().toString()).orElse(null));
    var findings = root.putArray("machine");
    machine.forEach(one ->
        findings
            .addObject()
            .put("name", one.name())
            .put("state", one.state().word())
            .put("text", one.text())
            .put("remedy", one.remedy()));
    var promises = root.putArray("promises");
    for (Verdict verdict : verdicts) {
      ObjectNode node =
          promises
              .addObject()
              .put("name", verdict.promise().name())
              .put("state", verdict.state().word())
              .put("text", verdict.promise().text())
              .put("tried", verdict.tried() + verdict.broken().size());
      var broken = node.putArray("broken");
      verdict
          .broken()
          .forEach(attempt ->
              broken
                  .addObject()
                  .put("subject", attempt.subject())
                  .put("text", attempt.describe())
                  .put("origin", attempt.origin().describe()));
      verdict.open().forEach(node.putArray("open")::add);
    }
    return text(root);
  }

  static ObjectNode begun() {
    return MAPPER.createObjectNode().put("version", VERSION);
  }

  /** On one line, as every list of sandboxed's for programs. */
  static String text(ObjectNode node) {
    try {
      // Jackson counts DEL as a printable character.
      return MAPPER.writeValueAsString(node).replace("\u007f", "\\u007f");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }
}
