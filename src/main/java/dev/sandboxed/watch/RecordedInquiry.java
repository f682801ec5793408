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
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keeps each question with a mark of its answer. A question whose answer changed while the plan was
 * made is kept with both marks, which cannot both hold again.
 */
public final class RecordedInquiry implements Inquiry {

  private final Inquiry asked;
  private final Queue<Asked> all = new ConcurrentLinkedQueue<>();

  /** Keeps what is asked of another inquiry. */
  public RecordedInquiry(Inquiry asked) {
    this.asked = asked;
  }

  /** What was asked so far, in an order that does not depend on when. */
  public List<Question> questions() {
    return List.copyOf(
        all.stream().map(Asked::question).collect(Collectors.toCollection(TreeSet::new)));
  }

  /** The same as it was asked. */
  List<Asked> asked() {
    return List.copyOf(all);
  }

  /** The value of a variable, which is no question. */
  Optional<String> value(String name) {
    return asked.variable(name);
  }

  /** The names of all variables, without the one that a shell sets for each program. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(asked.variableNames());
    names.remove("_");
    return names;
  }

  private interface Asking<T> {
    T ask() throws IOException;
  }

  /** Keeps an answer, or the failure, which is an answer, too. */
  private <T> T answer(
      Question.Kind kind, Object subject, Asking<T> asking, Function<T, Asked> kept)
      throws IOException {
    try {
      T answer = asking.ask();
      all.add(kept.apply(answer));
      return answer;
    } catch (IOException e) {
      keep(kind, subject, Marks.of(e));
      throw e;
    }
  }

  private void keep(Question.Kind kind, Object subject, String mark) {
    all.add(new Asked(kind, subject.toString(), mark));
  }

  @Override
  public Entry at(Path path, LinkOption... options) throws IOException {
    Question.Kind kind = options.length > 0 ? Question.Kind.ENTRY : Question.Kind.LEADS_TO;
    return answer(
        kind,
        path,
        () -> asked.at(path, options),
        entry -> new Asked(kind, path.toString(), Marks.of(entry)));
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
    return answer(
        Question.Kind.REAL,
        path,
        () -> asked.real(path),
        real -> new Asked(Question.Kind.REAL, path.toString(), real.toString()));
  }

  @Override
  public Path target(Path link) throws IOException {
    return answer(
        Question.Kind.LINK,
        link,
        () -> asked.target(link),
        target -> new Asked(Question.Kind.LINK, link.toString(), target.toString()));
  }

  @Override
  public byte[] beginning(Path file, int most, LinkOption... options) throws IOException {
    String stamp = Marks.stamp(file, options);
    Question.Kind kind = options.length > 0 ? Question.Kind.PLAIN_FILE : Question.Kind.FILE;
    return answer(
        kind,
        file,
        () -> asked.beginning(file, most, options),
        bytes ->
            new Asked(
                kind, file.toString(), stamp + " " + bytes.length + " ", () -> Digest.of(bytes)));
  }

  @Override
  public String kernelText(Path file) throws IOException {
    return answer(
        Question.Kind.KERNEL_TEXT,
        file,
        () -> asked.kernelText(file),
        text -> new Asked(Question.Kind.KERNEL_TEXT, file.toString(), "", () -> Digest.of(text)));
  }

  @Override
  public Map<Path, Entry.Kind> entries(Path directory) throws IOException {
    String stamp = Marks.stamp(directory);
    return answer(
        Question.Kind.LISTING,
        directory,
        () -> asked.entries(directory),
        entries ->
            new Asked(
                Question.Kind.LISTING, directory.toString(), stamp + " ", () -> Marks.of(entries)));
  }

  @Override
  public Optional<String> variable(String name) {
    Optional<String> value = asked.variable(name);
    all.add(
        new Asked(
            Question.Kind.VARIABLE, name, "", () -> value.map(Digest::of).orElse(Question.ABSENT)));
    return value;
  }

  @Override
  public Set<String> variableNames() {
    Set<String> names = asked.variableNames();
    all.add(new Asked(Question.Kind.VARIABLE_NAMES, "", "", () -> Marks.of(new TreeSet<>(names))));
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
        account ->
            new Asked(
                Question.Kind.ACCOUNT,
                "",
                account.uid() + " " + account.gid() + " " + account.name()));
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
    CopiedOutput copied = new CopiedOutput(output);
    DigestingOutput digesting = new DigestingOutput(copied);
    String subject = CallText.of(call);
    return answer(
        Question.Kind.PROGRAM,
        subject,
        () -> asked.run(call, digesting),
        end -> {
          String digest = digesting.digest();
          return new Asked(
              Question.Kind.PROGRAM,
              subject,
              stamp + " " + end.status() + " ",
              () -> digest,
              Optional.of(new Asked.Ran(call, end.status(), copied.all())));
        });
  }
}
