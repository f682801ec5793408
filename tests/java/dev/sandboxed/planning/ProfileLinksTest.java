package dev.sandboxed.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.PathProbe;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.review.Approvable;
import dev.sandboxed.state.Approvals;
import dev.sandboxed.state.WritablePlaces;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links into a store that has two paths. */
class ProfileLinksTest {

  private static final StorePath A = new StorePath("/nix/store/" + "a".repeat(32) + "-profile");
  private static final StorePath B = new StorePath("/nix/store/" + "b".repeat(32) + "-other");

  @TempDir Path temporary = Path.of("");

  private Path project = Path.of("");
  private Path home = Path.of("");
  private Path state = Path.of("");

  @BeforeEach
  void aHome() throws IOException {
    home = Disk.directory(temporary.toRealPath().resolve("home"));
    project = Disk.directory(home.resolve("shop"));
    state = Disk.directory(home.resolve("state"));
  }

  @Test
  void aProfileOfThePersonIsWhatItsLinksLeadTo() {
    Disk.link(home.resolve(".profile-1-link"), A.path());
    Disk.link(home.resolve(".nix-profile"), ".profile-1-link");
    Disk.link(home.resolve("gone"), "/nix/store/" + "c".repeat(32) + "-gone");
    String gone = home + "/gone/bin";
    assertThat(
            resolved("/usr/bin", home + "/.nix-profile/bin", gone, "relative", B.path() + "/bin"))
        .isEqualTo("/usr/bin:" + A.path() + "/bin:" + gone + ":relative:" + B.path() + "/bin");
    assertThat(links(home + "/.nix-profile/bin").approvable()).isEmpty();
  }

  @Test
  void aProfileOfTheProjectCountsOnlyAsItWasAllowed() throws IOException {
    Path link = Disk.link(project.resolve(".devbox/nix/profile/default"), A.path());
    String entry = link + "/bin";
    assertThat(resolved(entry)).isEqualTo(entry);

    Approvable asked = links(entry).approvable().orElseThrow();
    assertThat(asked.remarks())
        .extracting(Remark::text)
        .containsExactly(
            "--devshell=env then shows "
                + A.path()
                + "/bin, where \".devbox/nix/profile/default/bin\" leads, and what it needs.");
    new Approvals(inquiry(entry), state)
        .allow(project, asked.subject(), asked.content(), Instant.EPOCH);
    assertThat(resolved(entry)).isEqualTo(A.path() + "/bin");

    Files.delete(link);
    Disk.link(link, B.path());
    assertThat(resolved(entry)).isEqualTo(entry);
  }

  @Test
  void aLinkThatSomeSandboxCouldWriteDoesNotCount() {
    Path other = Disk.directory(home.resolve("other"));
    String entry = Disk.link(other.resolve("profile"), A.path()) + "/bin";
    assertThat(resolved(entry)).isEqualTo(A.path() + "/bin");
    new WritablePlaces(inquiry(entry), state)
        .note(List.of(new WritablePlaces.Place(other, other, false)));
    assertThat(resolved(entry)).isEqualTo(entry);
    assertThat(links(entry).approvable()).isEmpty();
  }

  private String resolved(String... path) {
    String value = String.join(":", path);
    return links(path).resolved(Map.of("PATH", value)).getOrDefault("PATH", "");
  }

  private ProfileLinks links(String... path) {
    return new ProfileLinks(inquiry(path), project, state);
  }

  /** This machine, and a store that has two paths. */
  private static Inquiry inquiry(String... path) {
    Inquiry here = ThisMachine.with(Map.of("PATH", String.join(":", path)));
    return (Inquiry)
        Proxy.newProxyInstance(
            Inquiry.class.getClassLoader(),
            new Class<?>[] {Inquiry.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("isDirectory")) {
                Path leads = PathProbe.way(here, (Path) arguments[0]).getLast();
                if (leads.startsWith(A.path()) || leads.startsWith(B.path())) {
                  return true;
                }
              }
              try {
                return method.invoke(here, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
