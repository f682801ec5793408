package dev.sandboxed.host;

import dev.sandboxed.files.Account;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.files.Programs;
import dev.sandboxed.files.TextFiles;
import dev.sandboxed.host.survey.CertificateProbe;
import dev.sandboxed.host.survey.EtcProbe;
import dev.sandboxed.host.tools.TrustedPrograms;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Gathers {@link HostFacts}, once per plan. */
public final class HostProbe {

  private static final Map<String, String> XDG_DEFAULTS =
      Map.of(
          "XDG_CONFIG_HOME", ".config",
          "XDG_STATE_HOME", ".local/state",
          "XDG_CACHE_HOME", ".cache",
          "XDG_DATA_HOME", ".local/share");

  // Everything in a checkout that a launch executes or is built from.
  private static final List<String> LAUNCHER =
      List.of("bin", "src/main", "profiles", "pom.xml", ".mvn", "target");

  private static final Path STORE = Path.of("/nix/store");

  private final Inquiry inquiry;
  private final TrustedPrograms trusted;

  /**
   * A probe of the machine it runs on.
   *
   * @param inquiry of the environment, only names and a few base directories are asked for
   */
  public HostProbe(Inquiry inquiry) {
    this.inquiry = inquiry;
    trusted = new TrustedPrograms(inquiry, () -> toolDirectories().state());
  }

  /** How it asks. */
  public Inquiry inquiry() {
    return inquiry;
  }

  /**
   * Gathers all the facts.
   *
   * @param installation the directory that sandboxed itself runs from
   * @param project as {@link #project} found it
   * @param bubblewrap waits for {@link #bubblewrap}, which may run at the same time as other things
   * @throws UserFailure if a promise cannot be kept here
   */
  public HostFacts probe(Path installation, Project project, Supplier<Bubblewrap> bubblewrap) {
    Person person = person();
    Map<String, Path> xdg = xdg(person.home());
    Programs programs = tools(project.directory());
    Provided provided = provided();
    ToolDirectories directories = toolDirectories(xdg);
    ToolDirectories usual = toolDirectories(usual(person.home()));
    List<Path> unmoved = new ArrayList<>(usual.all());
    unmoved.removeAll(directories.all());
    PolicyPlaces policy =
        PolicyPlaces.of(
            inquiry,
            Stream.concat(directories.all().stream(), unmoved.stream()).toList(),
            new LinkedHashSet<>(List.of(directories.config(), usual.config())));
    RootLayout layout =
        LayoutProbe.probe(
            provided.path().isEmpty() ? programs : Programs.in(inquiry, provided.path()));
    return new HostFacts(
        person,
        project,
        new HostSystem(
            layout,
            bubblewrap.get(),
            EtcProbe.localTime(inquiry),
            KernelFilesProbe.look(inquiry),
            textOf("/etc/resolv.conf"),
            textOf("/etc/hosts")),
        new OwnFiles(
            directories,
            unmoved.stream().map(place -> PathProbe.look(inquiry, place).real()).toList(),
            launcher(installation, policy),
            List.copyOf(policy.links()),
            provided),
        new HostEnvironment(
            xdg,
            absolute("SSH_AUTH_SOCK"),
            gitConfiguration(person, xdg),
            CertificateProbe.look(inquiry, layout.etc()),
            inquiry.variableNames()));
  }

  /**
   * The project by itself.
   *
   * @param asked the directory that was asked for
   * @throws UserFailure if there is none
   */
  public Project project(Path workingDirectory, Optional<Path> asked) {
    return new ProjectProbe(inquiry).find(workingDirectory, asked, home());
  }

  /** The directories of this person's sandboxed, which are known before anything else. */
  public ToolDirectories toolDirectories() {
    return toolDirectories(xdg(home()));
  }

  /** The PATH of the environment; the system's own if it has none. */
  public String path() {
    return inquiry.variable("PATH").orElse("/usr/local/bin:/usr/bin:/bin");
  }

  /**
   * The programs that sandboxed itself starts: those it was packaged with, else this machine's,
   * except those that an agent could have put there.
   */
  public Programs tools(Path project) {
    String packaged = inquiry.variable("SANDBOXED_TOOLS").orElse("");
    return packaged.isEmpty()
        ? trusted.among(Programs.on(inquiry, path()), project)
        : Programs.on(inquiry, packaged);
  }

  /**
   * The programs on PATH that may run outside: none of the project that this is in, if it is one,
   * and none that a sandbox could write.
   */
  public Programs programsOutside(Path workingDirectory) {
    Programs onPath = Programs.on(inquiry, path());
    try {
      return trusted.among(onPath, project(workingDirectory, Optional.empty()).directory());
    } catch (UserFailure noProject) {
      // As in the home directory.
      return onPath.outside(trusted.written());
    }
  }

  /** What tells apart the programs that may run outside. */
  public TrustedPrograms trusted() {
    return trusted;
  }

  /**
   * The bubblewrap that works here.
   *
   * @throws UserFailure with the reason and the remedy, if no sandbox can be made
   */
  public Bubblewrap bubblewrap(Path project) {
    return new BubblewrapProbe(tools(project)).probe();
  }

  /** What this launcher brings along. */
  public Provided provided() {
    String directory = inquiry.variable("SANDBOXED_PROVIDED").orElse("");
    return directory.isEmpty() ? Provided.NOTHING : ProvidedProbe.look(inquiry, Path.of(directory));
  }

  private Person person() {
    Account account = account();
    String shell = inquiry.variable("SHELL").orElse("");
    return new Person(
        account.uid(),
        account.gid(),
        account.name(),
        home(),
        shell.startsWith("/") && inquiry.isExecutable(Path.of(shell))
            ? Path.of(shell)
            : Path.of("/bin/sh"));
  }

  private Path home() {
    String home = inquiry.variable("HOME").orElse("");
    if (!home.startsWith("/") || !inquiry.isDirectory(Path.of(home))) {
      throw new UserFailure(
          Problem.of(
              "host.no-home",
              home.isEmpty()
                  ? "HOME is not set"
                  : "HOME is \"" + home + "\", which is not a directory",
              "set HOME to your home directory"));
    }
    return Path.of(home).normalize();
  }

  /** As the XDG specification says, a relative value does not count. */
  private Map<String, Path> xdg(Path home) {
    Map<String, Path> directories = usual(home);
    directories.replaceAll((name, fallback) -> {
      String value = inquiry.variable(name).orElse("");
      return value.startsWith("/") ? Path.of(value).normalize() : fallback;
    });
    String runtime = inquiry.variable("XDG_RUNTIME_DIR").orElse("");
    if (runtime.startsWith("/") && inquiry.isDirectory(Path.of(runtime))) {
      directories.put("XDG_RUNTIME_DIR", Path.of(runtime).normalize());
    }
    return directories;
  }

  /** Where the XDG directories are if no variable moves them. */
  private static Map<String, Path> usual(Path home) {
    Map<String, Path> directories = new TreeMap<>();
    XDG_DEFAULTS.forEach((name, below) -> directories.put(name, home.resolve(below)));
    return directories;
  }

  private static ToolDirectories toolDirectories(Map<String, Path> xdg) {
    return new ToolDirectories(
        own(xdg, "XDG_CONFIG_HOME"),
        own(xdg, "XDG_STATE_HOME"),
        own(xdg, "XDG_CACHE_HOME"),
        own(xdg, "XDG_DATA_HOME"));
  }

  private static Path own(Map<String, Path> xdg, String variable) {
    Path base = xdg.get(variable);
    if (base == null) {
      throw new IllegalStateException(variable + " has no default");
    }
    return base.resolve("sandboxed");
  }

  private List<Path> launcher(Path installation, PolicyPlaces policy) {
    // Nobody can write in the store, and a dev shell may well contain this very launcher.
    Stream<Path> program =
        installation.startsWith(STORE)
            ? Stream.of()
            : LAUNCHER.stream().map(installation::resolve).filter(inquiry::exists);
    return Stream.concat(program, policy.places().stream()).toList();
  }

  /** The files that git reads by itself, from git-config(1) under "FILES". */
  private List<Path> gitConfiguration(Person person, Map<String, Path> xdg) {
    List<Path> files = new ArrayList<>();
    absolute("GIT_CONFIG_GLOBAL").ifPresent(files::add);
    Optional.ofNullable(xdg.get("XDG_CONFIG_HOME"))
        .ifPresent(base -> files.add(base.resolve("git/config")));
    files.add(person.home().resolve(".gitconfig"));
    return files;
  }

  private Optional<Path> absolute(String variable) {
    return inquiry
        .variable(variable)
        .filter(value -> value.startsWith("/"))
        .map(value -> Path.of(value).normalize());
  }

  private Account account() {
    try {
      return inquiry.account();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read /proc/self: is /proc mounted?", e);
    }
  }

  private String textOf(String file) {
    return new TextFiles(inquiry).read(file).orElse("");
  }
}
