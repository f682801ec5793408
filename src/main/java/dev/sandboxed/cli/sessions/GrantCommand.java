package dev.sandboxed.cli.sessions;

import dev.sandboxed.cli.options.Candidates;
import dev.sandboxed.live.Granting;
import dev.sandboxed.names.HostPattern;
import dev.sandboxed.names.HostWord;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import dev.sandboxed.state.RunningSessions.Running;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sandboxed grant}: allows a host in a session that runs. */
@Command(
    name = "grant",
    description = {
      "Allows hosts in a running session of the tier allowlist.",
      "They are allowed until it ends, from the next connection on. What a rule denies stays denied, and so do private addresses. Without SESSION it is the only one that runs, or that of this project."
    },
    mixinStandardHelpOptions = true)
public final class GrantCommand implements Runnable {

  private final Desk desk;
  private final SessionChoice choice;
  private final SavedHosts saved;
  private final InstantSource clock;

  @Parameters(
      arity = "1..*",
      paramLabel = "[SESSION] HOST[:PORT]",
      description = "example.org, *.example.org, or a port of a host that has one already.")
  List<String> words = new ArrayList<>();

  @Option(
      names = "--save",
      paramLabel = "PROFILE",
      description = "Write it into this profile of yours as well, for later launches.",
      completionCandidates = Candidates.Profiles.class)
  @Nullable String profile;

  public GrantCommand(Desk desk, SessionChoice choice, SavedHosts saved, InstantSource clock) {
    this.desk = desk;
    this.choice = choice;
    this.saved = saved;
    this.clock = clock;
  }

  @Override
  public void run() {
    Optional<String> named = words.stream().limit(1).filter(SessionChoice::isSession).findFirst();
    List<HostPattern> hosts = hosts(words.subList(named.isPresent() ? 1 : 0, words.size()));
    Running session = choice.one(named);
    Optional<SavedHosts.Edit> edit =
        Optional.ofNullable(profile).map(name -> saved.edit(name, hosts));
    for (Granting.Granted one :
        new Granting(choice.state(), session, clock)
            .grant(hosts, "grant", Optional.ofNullable(profile))) {
      desk.say(
          one.before()
              .map(rule -> one.host() + " was allowed already: " + Printable.line(rule))
              .orElse(
                  "%s is allowed in session %s (%s), until that ends"
                      .formatted(one.host(), session.name(), Printable.line(session.agent()))));
    }
    edit.ifPresent(this::save);
  }

  private void save(SavedHosts.Edit edit) {
    edit.diff().rows().forEach(desk.shown());
    edit.write();
    desk.say(edit.said());
  }

  private static List<HostPattern> hosts(List<String> words) {
    List<Problem> problems = new ArrayList<>();
    List<HostPattern> hosts = new ArrayList<>();
    for (String word : words) {
      HostWord.parse(word)
          .flatMap(one -> one instanceof HostPattern host ? Optional.of(host) : Optional.empty())
          .ifPresentOrElse(hosts::add, () -> problems.add(bad(word)));
    }
    if (words.isEmpty()) {
      problems.add(
          Problem.of("option.usage", "no host was named", "for example: sandboxed grant pypi.org"));
    }
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
    return hosts.stream().distinct().toList();
  }

  private static Problem bad(String word) {
    return Problem.of(
        "option.bad-host",
        Quoted.of(word)
            + (word.startsWith("@")
                ? " is a group, which only a launch takes"
                : " is not the name of a host"),
        "write example.org, *.example.org for every name below it, or github.com:22. An address is for --reach, at a launch");
  }
}
