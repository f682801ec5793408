package dev.sandboxed.policy.masks;

import dev.sandboxed.host.survey.FileFacts;
import dev.sandboxed.host.survey.Glob;
import dev.sandboxed.host.survey.Survey;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The kinds of file in a project that are named like secrets. A launch says how many of them the
 * agent can read, so that nobody thinks the few names that the profile {@code default} masks are
 * all of them.
 */
public final class SecretKinds {

  /**
   * One kind.
   *
   * @param one its name in the singular
   * @param many its name in the plural
   * @param patterns below the project; the profile {@code strict} masks all of them
   */
  public record Kind(String one, String many, List<String> patterns) {}

  public static final List<Kind> ALL =
      List.of(
          new Kind(
              "private key",
              "private keys",
              List.of(
                  "**/*.pem",
                  "**/*.key",
                  "**/*.p8",
                  "**/*.ppk",
                  "**/id_rsa*",
                  "**/id_dsa*",
                  "**/id_ecdsa*",
                  "**/id_ed25519*")),
          new Kind(
              ".env",
              ".env",
              List.of(
                  "**/.env", "**/.env.*", "**/.ENV", "**/.envrc", "**/.dev.vars", "**/env.local")),
          new Kind(
              "cloud credential",
              "cloud credentials",
              List.of(
                  "**/credentials",
                  "**/credentials*.json",
                  "**/credentials.yml",
                  "**/credentials.toml",
                  "**/service-account*.json",
                  "**/service_account*.json",
                  "**/.kube/config",
                  "**/kubeconfig",
                  "**/.docker/config.json")),
          new Kind(
              "Terraform state or variables",
              "Terraform states or variables",
              List.of("**/*.tfstate", "**/*.tfvars")),
          new Kind(
              "login",
              "logins",
              List.of(
                  "**/.netrc",
                  "**/.npmrc",
                  "**/.pypirc",
                  "**/.git-credentials",
                  "**/.pgpass",
                  "**/.my.cnf",
                  "**/.htpasswd",
                  "**/.vault-token",
                  "**/auth.json")),
          new Kind(
              "keystore",
              "keystores",
              List.of("**/*.p12", "**/*.pfx", "**/*.jks", "**/*.keystore", "**/*.kdbx")));

  // Package managers fill these from a registry; nobody's own secrets are expected there.
  private static final Set<String> OF_PACKAGES =
      Set.of("node_modules", "site-packages", ".venv", "venv", "vendor", ".git");

  // Files that people commit to show which variables exist.
  private static final List<String> TEMPLATES =
      List.of(".example", ".sample", ".template", ".dist", ".defaults");

  private final Path project;
  private final FileFacts files;
  private final List<Grant> grants;

  private SecretKinds(Path project, FileFacts files, List<Grant> grants) {
    this.project = project;
    this.files = files;
    this.grants = grants;
  }

  /** The globs to count in a project. */
  public static List<Glob> globs(Path project) {
    return ALL.stream()
        .flatMap(kind -> kind.patterns().stream())
        .map(pattern -> new Glob(project, pattern))
        .toList();
  }

  /**
   * A remark about the files that are not masked, if there are any.
   *
   * @param grants by path
   */
  public static List<Remark> remarks(Path project, FileFacts files, List<Grant> grants) {
    SecretKinds kinds = new SecretKinds(project, files, grants);
    List<String> parts = ALL.stream().flatMap(kinds::part).toList();
    return parts.isEmpty()
        ? List.of()
        : List.of(
            Remark.of(
                "paths.not-masked",
                "not masked (--profile strict or deny would mask them): "
                    + String.join(", ", parts)));
  }

  private Stream<String> part(Kind kind) {
    Set<Path> open = new TreeSet<>();
    for (String pattern : kind.patterns()) {
      files.survey().counted().getOrDefault(new Glob(project, pattern), List.of()).stream()
          .filter(this::isOpen)
          .forEach(open::add);
    }
    if (open.isEmpty()) {
      return Stream.empty();
    }
    List<Path> all = new ArrayList<>(open);
    String count = all.size() >= Survey.MOST_COUNTED ? all.size() + " or more" : "" + all.size();
    return Stream.of(
        count
            + " "
            + (all.size() == 1 ? kind.one() : kind.many())
            + " ("
            + Printable.line(project.relativize(all.getFirst()).toString())
            + (all.size() == 1 ? ")" : ", …)"));
  }

  private boolean isOpen(Path path) {
    if (files.details().certificates().contains(path)) {
      return false;
    }
    String name = String.valueOf(path.getFileName());
    return !isOfPackages(project.relativize(path))
        && TEMPLATES.stream().noneMatch(name::endsWith)
        && !isMasked(path);
  }

  /** Whether a path, relative to the project, goes through a directory of a package manager. */
  static boolean isOfPackages(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false)
        .anyMatch(component -> OF_PACKAGES.contains(component.toString()));
  }

  private boolean isMasked(Path path) {
    return grants.stream()
        .filter(grant -> path.startsWith(grant.path()))
        .reduce((shorter, longer) -> longer)
        .filter(grant -> grant.access() == Access.DENY)
        .isPresent();
  }
}
