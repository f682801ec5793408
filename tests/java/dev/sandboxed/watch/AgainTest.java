package dev.sandboxed.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.files.Account;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.fixture.ThisMachine;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** For whom questions are kept for the next launch. */
class AgainTest {

  private static final Path PROGRAM = Path.of("/bin/sh");

  @Test
  void anOrdinaryUsersQuestionsAreKeptAndRootsAreNot() throws IOException {
    assertThat(index(new Account(1000, 1000, "ana"))).isPresent();
    assertThat(index(new Account(0, 0, "root"))).isEmpty();
  }

  private static Optional<String> index(Account account) throws IOException {
    RecordedInquiry recorded = new RecordedInquiry(of(account));
    recorded.account();
    // Later than every change of the files that count.
    Beginning beginning = Beginning.at(Instant.now().plusSeconds(60));
    return Again.of(
        recorded,
        ThisMachine.INQUIRY,
        beginning,
        new Again.About(List.of(), PROGRAM, PROGRAM, PROGRAM, List.of(), Optional.empty()));
  }

  private static Inquiry of(Account account) {
    return (Inquiry)
        Proxy.newProxyInstance(
            Inquiry.class.getClassLoader(),
            new Class<?>[] {Inquiry.class},
            (_, method, arguments) -> {
              if (method.getName().equals("account")) {
                return account;
              }
              try {
                return method.invoke(ThisMachine.INQUIRY, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }
}
