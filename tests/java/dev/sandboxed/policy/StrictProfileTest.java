package dev.sandboxed.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.environment.ForwardedShell;
import dev.sandboxed.files.TextFiles;
import dev.sandboxed.fixture.FileTree;
import dev.sandboxed.fixture.Layers;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.host.machine.LimitMeans;
import dev.sandboxed.policy.masks.SecretKinds;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import dev.sandboxed.profile.Profile;
import dev.sandboxed.profile.ProfileDirectory;
import dev.sandboxed.profile.ProfileLibrary;
import dev.sandboxed.profile.TextSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names that the profile {@code strict} takes for secrets. */
class StrictProfileTest {

  private static final String SHOP = "/home/ana/work/shop";

  private final List<Profile> strict = chain("strict");

  private static List<Profile> chain(String name) {
    TextFiles files = new TextFiles(ThisMachine.INQUIRY);
    TextSource source =
        new TextSource() {
          @Override
          public Optional<String> read(String file) {
            return files.read(file);
          }

          @Override
          public List<String> list(String directory) {
            return files.names(directory);
          }
        };
    return new ProfileLibrary(List.of(new ProfileDirectory("built-in", "profiles")), source)
        .profileChain(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".env",
        ".ENV",
        ".env-prod",
        "env.local",
        ".envrc",
        ".git-credentials",
        ".pgpass",
        ".kube/config",
        ".docker/config.json",
        "credentials",
        "credentials.yml",
        "credentials.json",
        "service-account.json",
        "secrets/token",
        ".secrets/token",
        "secrets.yaml",
        "terraform.tfstate",
        "terraform.tfstate.backup",
        "prod.tfvars",
        "id_rsa",
        "id_ecdsa",
        "id_dsa",
        "id_ed25519",
        "a.pem",
        "a.key",
        "a.p12",
        "a.pfx",
        "a.jks",
        "a.keystore",
        "a.ppk",
        "a.kdbx",
        ".vault-token",
        ".htpasswd",
        ".cargo/credentials.toml",
        ".yarnrc.yml",
        ".npmrc",
        ".netrc",
        "auth.json",
        ".bash_history",
        ".psql_history",
        "old_history",
        "dump.sql",
        "shop-backup.sql",
        ".dev.vars",
        ".my.cnf",
        ".aws/credentials",
        ".azure/accessTokens.json",
        ".password-store/a.gpg",
        ".gnupg/private-keys-v1.d/a",
        "kubeconfig",
        "client_secret_1.apps.json"
      })
  void aSecretIsMaskedAtTheTopAndBelow(String name) {
    assertThat(access(name)).isEqualTo(Access.DENY);
    assertThat(access("a/b/" + name)).isEqualTo(Access.DENY);
    assertThat(access("node_modules/a/" + name)).isEqualTo(Access.DENY);
    assertThat(access(".git/a/" + name)).isEqualTo(Access.DENY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/credentials/aws.js",
        "src/credentials.py",
        "order_history/models.py",
        "history.md",
        "package.json",
        "kubernetes/config",
        "docker/config.json",
        "schema.sql",
        "tests/auth.json/a.js",
        ".env-example",
        "example.env",
        "env.local.example",
        "terraform.tfvars.example"
      })
  void whatOnlyLooksLikeOneIsNot(String name) {
    assertThat(access(name)).isEqualTo(Access.WRITE);
  }

  /** The audit promises this. */
  @Test
  void itMasksEveryKindThatTheAuditCounts() {
    assertThat(
            strict.stream()
                .flatMap(profile -> profile.layer().paths().stream())
                .filter(rule -> rule.access() == Access.DENY)
                .map(PathRule::pattern)
                .flatMap(pattern -> Stream.of(pattern, pattern + "/config")))
        .containsAll(SecretKinds.ALL.stream().flatMap(kind -> kind.patterns().stream()).toList());
  }

  private Access access(String name) {
    Machine machine = Machine.withUsr();
    Path path = Path.of(SHOP, name);
    FileTree files = machine.files().with(path.toString());
    Policy policy =
        Policy.of(
            machine.facts(),
            machine.repository(),
            machine.followed(),
            machine.editors(),
            Layers.agent(),
            strict,
            List.of());
    return policy
        .resolve(
            files.look(policy.paths(), policy.linkingPaths(), policy.globs()),
            ForwardedShell.NONE,
            List.of(),
            Resolved.NOTHING_KEPT,
            LimitMeans.NOT_ASKED,
            Optional.of(machine.surroundings()))
        .filesystem()
        .grants()
        .stream()
        .filter(grant -> path.startsWith(grant.path()))
        .reduce((shorter, longer) -> longer)
        .orElseThrow()
        .access();
  }
}
