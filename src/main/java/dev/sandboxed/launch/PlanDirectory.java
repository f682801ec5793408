package dev.sandboxed.launch;

import dev.sandboxed.changes.ChangesFiles;
import dev.sandboxed.environment.PassRules;
import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.host.NetworkTools;
import dev.sandboxed.host.TrailTools;
import dev.sandboxed.isolation.PrivateMounts;
import dev.sandboxed.netns.NetworkFiles;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.Driver;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.plan.Words;
import dev.sandboxed.policy.Aftermath;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A plan as files, which the launcher executes. A plan directory is named by the digest of what it
 * holds and never changes once it has its name, so two launches of the same plan share it.
 */
public final class PlanDirectory {

  /** The names of the files, as src/main/bash/launch reads them. */
  private static final String PLAN = "plan.json";

  private static final String COMMAND = "command";
  private static final String PASS = "env.pass";
  private static final String NETWORK = "network/";
  private static final String SESSION = "session/";
  private static final String REPOSITORIES = "repositories/";
  private static final String TRAPS = "traps/";
  private static final String CHANGES = "changes/";
  private static final String SNAPSHOT = "snapshot/";
  private static final String ENTRANCE = "entrance";
  private static final String COMPANIONS = "companions";
  private static final String HELD = "held";
  private static final String BOUND = "bound";
  private static final String LOGINS = "logins";

  private final Path plans;
  private final Path state;

  /**
   * Plan directories below one of sandboxed's directories.
   *
   * @param stateDirectory where their sessions are recorded
   */
  public PlanDirectory(Path cacheDirectory, Path stateDirectory) {
    plans = cacheDirectory.resolve("plans");
    state = stateDirectory;
  }

  /**
   * Writes a plan, unless it exists already.
   *
   * @param tools the programs to execute
   * @throws UserFailure if the file system does not allow it; nothing half-written gets the plan's
   *     name
   */
  public Path write(SandboxPlan plan, LaunchTools tools) {
    // The driver's files may contain the plan directory, which is not known yet.
    SortedMap<String, byte[]> files = contents(plan, tools, plans);
    Path directory = plans.resolve(PlanDigest.of(files));
    if (Files.isDirectory(directory)) {
      return directory;
    }
    Driver driver = tools.driver();
    files.putAll(driver.files(plan, directory));
    PrivateFiles.directory(plans);
    Leftovers.sweep(plans);
    Path unfinished = Leftovers.unfinished(directory);
    try {
      Files.createDirectory(
          unfinished,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = unfinished.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      for (String closed : driver.closedFiles()) {
        Files.createFile(
            unfinished.resolve(closed),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
      }
      Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Leftovers.delete(unfinished);
      if (Files.isDirectory(directory)) {
        // Another launch of the same plan was faster, and what it wrote is the same. The error for
        // a directory that exists already depends on the system.
        return directory;
      }
      throw new UserFailure(
          Problem.of(
              "launch.cannot-write-plan",
              "cannot write the plan to " + directory + ": " + PrivateFiles.reason(e),
              "free some space, or make the directory writable by you"));
    }
    return directory;
  }

  private SortedMap<String, byte[]> contents(SandboxPlan plan, LaunchTools tools, Path directory) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(PLAN, bytes(PlanJson.of(plan, tools)));
    files.putAll(tools.driver().files(plan, directory));
    files.put(COMPANIONS, Words.bytes(Companions.of(plan)));
    files.put(HELD, Words.bytes(HeldMounts.words(plan)));
    files.put(BOUND, Words.bytes(HeldMounts.bound(plan)));
    files.put(COMMAND, Words.bytes(plan.command()));
    files.put(PASS, Words.bytes(PassRules.of(plan.environment().variables()).lines()));
    network(plan.network().value(), tools)
        .forEach((name, content) -> files.put(NETWORK + name, content));
    TrailTools trail = tools.trail();
    files.put(
        SESSION + "words",
        Words.bytes(
            Stream.of(state, trail.flock(), trail.sha256sum(), trail.mv(), trail.rm())
                .map(Path::toString)
                .toList()));
    files.put(
        SESSION + "tools",
        Words.bytes(
            Stream.of(tools.streams().cat(), tools.streams().stty(), tools.streams().dd())
                .map(Path::toString)
                .toList()));
    files.put(SESSION + "members", bytes(SessionMembers.of(plan) + "\n"));
    files.put(REPOSITORIES + "find", Words.bytes(lookingForControls(plan, tools)));
    files.put(
        REPOSITORIES + "absent",
        Words.bytes(plan.aftermath().absent().stream().map(Path::toString).toList()));
    List<String> copies = GitCopiesFiles.of(plan);
    if (!copies.isEmpty()) {
      files.put("copies", Words.bytes(copies));
    }
    if (!plan.aftermath().logins().isEmpty()) {
      files.put(LOGINS, Words.bytes(logins(plan, trail)));
    }
    Aftermath.Sequel sequel = plan.aftermath().sequel();
    if (!sequel.isEmpty()) {
      files.put("afterwards", Words.bytes(afterwards(sequel)));
    }
    if (plan.aftermath().changes()) {
      ChangesFiles.of(plan, tools.find())
          .forEach((name, text) -> files.put(CHANGES + name, bytes(text)));
    }
    plan.workplace()
        .snapshot()
        .ifPresent(snapshot ->
            files.put(
                SNAPSHOT + "words",
                Words.bytes(
                    List.of(
                        plan.project().toString(),
                        HeldMounts.listed(plan.project()),
                        snapshot.directory().toString(),
                        snapshot.name(),
                        trail.flock().toString(),
                        HeldMounts.option(snapshot.directory())))));
    TrapFiles.of(plan.aftermath().traps(), tools, state)
        .forEach((name, words) -> files.put(TRAPS + name, Words.bytes(words)));
    if (plan.aftermath().observing().isPresent()) {
      ObserveFiles.of(plan, tools, state)
          .forEach((name, content) -> files.put("observe/" + name, content));
    }
    LimitsFiles.of(plan.isolation().limits())
        .forEach((name, words) -> files.put("limits/" + name, Words.bytes(words)));
    plan.files().forEach((name, text) -> files.put("etc/" + name, bytes(text)));
    return files;
  }

  /** The programs that copy logins, and three words for each. */
  private static List<String> logins(SandboxPlan plan, TrailTools tools) {
    return Stream.concat(
            Stream.of(tools.flock(), tools.dd(), tools.mv(), tools.touch(), tools.rm())
                .map(Path::toString),
            plan.aftermath().logins().stream()
                .flatMap(login ->
                    Stream.of(
                        login.instance().toString(),
                        login.kept().toString(),
                        login.carriage().word())))
        .toList();
  }

  /** The program that finds git's control files, and where it starts. */
  private static List<String> lookingForControls(SandboxPlan plan, LaunchTools tools) {
    return Stream.concat(Stream.of(tools.find()), plan.aftermath().repositories().stream())
        .map(Path::toString)
        .toList();
  }

  /**
   * The status, the directory, the files in it, the arguments; an empty word stands for what is not
   * there.
   */
  private static List<String> afterwards(Aftermath.Sequel sequel) {
    return Stream.concat(
            Stream.of(
                sequel.again().map(String::valueOf).orElse(""),
                sequel.state().map(Path::toString).orElse(""),
                sequel.sessions()),
            sequel.resume().stream())
        .toList();
  }

  /** The files of a network tier; {@code tier} holds its name. */
  private Map<String, byte[]> network(NetworkTier tier, LaunchTools tools) {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("tier", bytes(tier.word() + "\n"));
    switch (tier) {
      case NetworkTier.InternetOnly internet -> {
        NetworkFiles.of(internet).forEach((name, text) -> files.put(name, bytes(text)));
        routed(internet, tools.network().orElseThrow(), files);
      }
      case NetworkTier.Allowlist allowlist -> {
        NetworkFiles.of(allowlist).forEach((name, text) -> files.put(name, bytes(text)));
        routed(allowlist.around(), tools.network().orElseThrow(), files);
        NamesFiles.of(allowlist, tools.network().flatMap(NetworkTools::names).orElseThrow(), state)
            .forEach(files::put);
      }
      case NetworkTier.Full full -> {}
      case NetworkTier.None none -> {}
    }
    return files;
  }

  /** The programs that make the network, and what they are told. */
  private static void routed(
      NetworkTier.InternetOnly internet, NetworkTools programs, Map<String, byte[]> files) {
    List<String> slirp4netns = new ArrayList<>();
    slirp4netns.add(programs.slirp4netns().toString());
    slirp4netns.addAll(NetworkFiles.slirp4netns(internet));
    files.put("slirp4netns", Words.bytes(slirp4netns));
    // The router's namespace, in which netns makes the sandbox's.
    files.put(ENTRANCE, Words.bytes(PrivateMounts.behind(programs.unshare(), List.of("--net"))));
    files.put(
        "programs",
        Words.bytes(
            Stream.of(
                    programs.unshare(),
                    programs.nsenter(),
                    programs.ip(),
                    programs.nft().orElse(Path.of("nft")))
                .map(Path::toString)
                .toList()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
