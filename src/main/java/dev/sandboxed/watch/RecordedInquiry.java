package dev.sandboxed.watch;

import dev.sandboxed.files.Account;
import dev.sandboxed.files.Digest;
import dev.sandboxed.files.DigestingOutput;
import dev.sandboxed.files.Entry;
import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.ProgramEnd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessMode;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Keeps each question with a mark of its answer. A question whose answer changed while the plan was
 * made is kept with both marks, which cannot both hold again.
 */
public final class RecordedInquiry implements Inquiry {

  private final Inquiry asked;
  private final Set<Question> questions = ConcurrentHashMap.newKeySet();

  /** Keeps what is asked of another inquiry. */
  public RecordedInquiry(Inquiry asked) {
    this.asked = asked;
  }

  /** What was asked so far, in an order that does not depend on when. */
  public List<Question> questions() {
    return List.copyOf(new TreeSet<>(questions));
  }

  private interface Asking<T> {
    T ask() throws IOException;
  }

  private <T> T answer(
      Question.Kind kind, Object subject, Asking<T> asking, Function<T, String> mark)
      throws IOException {
    try {
      T answer = asking.ask();
      keep(kind, subject, mark.apply(answer));
      return answer;
    } catch (IOException e) {
      keep(kind, subject, Marks.of(e));
      throw e;
    }
  }

  private void keep(Question.Kind kind, Object subject, String mark) {
    questions.add(new Question(kind, subject.toString(), mark));
  }

  @Override
  public Entry at(Path path, LinkOption... options) throws IOException {
    return answer(
        options.length > 0 ? Question.Kind.ENTRY : Question.Kind.LEADS_TO,
        path,
        () -> asked.at(path, options),
        Marks::of);
  }

  @Override
  public boolean allows(Path path, AccessMode mode) {
    boolean allowed = asked.allows(path, mode);
    Question.Kind kind =
        switch (mode) {
          case READ -> Question.Kind.READABLE;
          case WRITE -> Question.Kind.WRITABLE;
          case EXECUTE -> Question.Kind.EXECUTABLE;
        };
    keep(kind, path, allowed ? "yes" : "no");
    return allowed;
  }

  @Override
  public Path real(Path path) throws IOException {
    return answer(Question.Kind.REAL, path, () -> asked.real(path), Path::toString);
  }

  @Override
  public Path target(Path link) throws IOException {
    return answer(Question.Kind.LINK, link, () -> asked.target(link), Path::toString);
  }

  @Override
  public byte[] beginning(Path file, int most, LinkOption... options) throws IOException {
    String stamp = Marks.stamp(file, options);
    return answer(
        options.length > 0 ? Question.Kind.PLAIN_FILE : Question.Kind.FILE,
        file,
        () -> asked.beginning(file, most, options),
        bytes -> stamp + " " + bytes.length + " " + Digest.of(bytes));
  }

  @Override
  public Map<Path, Entry.Kind> entries(Path directory) throws IOException {
    String stamp = Marks.stamp(directory);
    return answer(
        Question.Kind.LISTING,
        directory,
        () -> asked.entries(directory),
        entries -> stamp + " " + Marks.of(entries));
  }

  @Override
  public Optional<String> variable(String name) {
    Optional<String> value = asked.variable(name);
    keep(Question.Kind.VARIABLE, name, value.map(Digest::of).orElse(Question.ABSENT));
    return value;
  }

  @Override
  public Set<String> variableNames() {
    Set<String> names = asked.variableNames();
    keep(Question.Kind.VARIABLE_NAMES, "", Marks.of(new TreeSet<>(names)));
    return names;
  }

  @Override
  public Map<String, String> environment() {
    variableNames().forEach(this::variable);
    return asked.environment();
  }

  @Override
  public Instant now() {
    Instant now = asked.now();
    keep(Question.Kind.CLOCK, "", now.toString());
    return now;
  }

  @Override
  public Account account() throws IOException {
    return answer(
        Question.Kind.ACCOUNT,
        "",
        asked::account,
        account -> account.uid() + " " + account.gid() + " " + account.name());
  }

  @Override
  public void watch(Path path) {
    keep(Question.Kind.STATE, path, Marks.stamp(path, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public void once(String what) {
    keep(Question.Kind.ONCE, what, "");
  }

  @Override
  public ProgramEnd run(ProgramCall call, OutputStream output) throws IOException {
    String stamp = Marks.stamp(call.program());
    DigestingOutput digesting = new DigestingOutput(output);
    return answer(
        Question.Kind.PROGRAM,
        CallText.of(call),
        () -> asked.run(call, digesting),
        end -> stamp + " " + end.status() + " " + digesting.digest());
  }
}
