package dev.sandboxed.editor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.fixture.ThisMachine;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which locks count; {@code EditorIT} shows those that an ordinary user can make. */
class EditorProbeTest {

  private static final long HERE = ProcessHandle.current().pid();

  @TempDir private Path home;
  private final ServerSocket server;

  EditorProbeTest() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @BeforeEach
  void openTheProject() throws IOException {
    lock(project().toString());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void theEditorThatListensIsFound() throws IOException {
    assertThat(look(ThisMachine.INQUIRY))
        .isEqualTo(
            new Editors(
                List.of(new Editors.Editor(file(), server.getLocalPort(), "Neo vim")),
                Optional.empty(),
                List.of()));
    lock(home.toString());
    assertThat(look(ThisMachine.INQUIRY).open()).hasSize(1);
  }

  @Test
  void anEditorThatHasOnlyWhatIsBelowTheProjectOrBesideItIsNobodysBusiness() throws IOException {
    for (String folder : new String[] {project() + "/sub", project() + "-2", "shop", "", "a\0b"}) {
      lock(folder);
      assertThat(look(ThisMachine.INQUIRY)).as(folder).isEqualTo(Editors.NONE);
    }
  }

  @Test
  void aLockOfAnotherPersonDoesNotCount() {
    assertThat(look(owned(file(), 1)).passedOver())
        .containsExactly("~/ide/" + server.getLocalPort() + ".lock is not yours");
  }

  @Test
  void aProcessOfAnotherPersonDoesNotCount() {
    assertThat(look(owned(Path.of("/proc/" + HERE), 1)).passedOver())
        .containsExactly(
            "~/ide/%d.lock: process %d is not yours".formatted(server.getLocalPort(), HERE));
  }

  /** An agent with the host's network can listen at the port, and get the number of the process. */
  @Test
  void aProcessInASandboxDoesNotCount() {
    Path namespace = Path.of("/proc/" + HERE + "/ns/pid");
    Inquiry sandboxed =
        answering((arguments, answer) ->
            arguments.length > 0 && arguments[0].equals(namespace) && answer instanceof Path
                ? Path.of("pid:[1]")
                : answer);
    assertThat(look(sandboxed).passedOver())
        .containsExactly(
            "~/ide/%d.lock: process %d may be in a sandbox".formatted(server.getLocalPort(), HERE));
  }

  @Test
  void nothingOfTheTokenIsSaidOfALockThatIsNotJson() throws IOException {
    Files.writeString(file(), "{\"authToken\": the-token}");
    assertThat(look(ThisMachine.INQUIRY).passedOver())
        .singleElement()
        .asString()
        .contains(".lock:1:")
        .doesNotContain("the-token");
  }

  private Editors look(Inquiry inquiry) {
    return EditorProbe.look(
        inquiry, home.resolve("ide"), home, project(), _ -> false, "NO_SUCH_VARIABLE");
  }

  private Path project() {
    return home.resolve("shop");
  }

  private Path file() {
    return home.resolve("ide/" + server.getLocalPort() + ".lock");
  }

  private void lock(String folder) throws IOException {
    Files.createDirectories(project());
    Files.createDirectories(home.resolve("ide"));
    Files.writeString(
        file(),
        "{\"pid\": %d, \"workspaceFolders\": [\"%s\"], \"ideName\": \"Neo vim\"}"
            .formatted(HERE, folder.replace("\0", "\\u0000")));
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
  }

  /** This machine, on which something belongs to a user of a higher number. */
  private static Inquiry owned(Path path, int higher) {
    return answering((arguments, answer) ->
        answer instanceof Entry entry && arguments[0].equals(path)
            ? new Entry(entry.kind(), entry.mode(), entry.owner() + higher, entry.names())
            : answer);
  }

  /** This machine, with other answers. */
  private static Inquiry answering(BiFunction<Object[], Object, Object> other) {
    return (Inquiry)
        Proxy.newProxyInstance(
            Inquiry.class.getClassLoader(),
            new Class<?>[] {Inquiry.class},
            (_, method, arguments) -> {
              try {
                Object[] all = arguments == null ? new Object[0] : arguments;
                return other.apply(all, method.invoke(ThisMachine.INQUIRY, all));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
