package dev.sandboxed.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** On the way to a plan nobody but the live inquiry reads the world. */
final class Asking {

  /** The rooms that a plan is made in. */
  private static final List<String> WAY =
      List.of(
          "files",
          "files.write",
          "watch",
          "profile",
          "host",
          "host.survey",
          "git",
          "state",
          "agent",
          "nix",
          "nix.flake",
          "nix.source",
          "nix.store",
          "nix.shell",
          "network",
          "environment",
          "policy",
          "policy.paths",
          "plan",
          "planning");

  /** Who reads or writes the world all the same, and why that is no question of a plan. */
  private static final Map<String, String> EXCEPT = new TreeMap<>();

  static {
    because(
        "it is how the live inquiry reads",
        "files.LiveInquiry",
        "files.Entry",
        "files.Stamp",
        "files.BoundedFile",
        "files.ProgramRunner");
    because("it takes the stamps of what is asked", "watch.Marks");
    because(
        "it says how bash asks again what was asked",
        "watch.Beginning",
        "watch.Clockwork",
        "watch.Absences",
        "watch.PathsAgain",
        "watch.ProgramsAgain",
        "watch.Again");
    because(
        "it writes, or removes",
        "files.write.DirectoryTree",
        "files.write.EditedFile",
        "files.write.OthersFile",
        "files.write.Leftovers",
        "files.write.LockFile",
        "files.write.OutputFile",
        "files.write.PrivateFiles",
        "state.ProjectDirectories",
        "state.Approvals",
        "state.DevShells",
        "state.GitCopies",
        "state.Instances",
        "state.Logins",
        "state.Seed",
        "state.Snapshots",
        "state.KnownClosures",
        "state.Trail",
        "state.StateDirectory");
    because(
        "it is about sessions, and a plan knows of none",
        "state.RunningSessions",
        "state.ObservedLogs",
        "state.SessionFiles",
        "state.ConnectionLogs");
    because("it is asked about a plan that is made", "state.ToldPlans");
    because("it tells what a session changed", "git.TellConfiguration");
    because("gc asks whether a project is gone", "state.ProjectPresence");
    because(
        "it fetches an agent before anything is asked about it",
        "agent.NpmAgents",
        "agent.Download");
    because(
        "it belongs to an evaluation, whose result is kept by the marks of what was allowed",
        "nix.DevShellEvaluation",
        "nix.Discovery",
        "nix.NixDaemon",
        "nix.NixHost",
        "nix.NixProcess",
        "nix.ProcessGuard",
        "nix.source.FlakeFiles",
        "nix.source.ReadTrace",
        "nix.source.SourceTree");
    because(
        "it opens every directory from the one before; who uses it says what to watch",
        "nix.source.ProjectSource");
  }

  private static void because(String why, String... classes) {
    List.of(classes).forEach(name -> EXCEPT.put(name, why));
  }

  /** The classes that read the world for others. */
  private static final Set<String> READERS =
      Set.of("files.LiveInquiry", "files.Stamp", "files.BoundedFile", "files.ProgramRunner");

  private static final Map<String, Set<String>> CLOCKS =
      Map.of(
          "java.time.Instant", Set.of("now"),
          "java.time.InstantSource", Set.of("system"),
          "java.lang.System", Set.of("currentTimeMillis", "nanoTime"));

  private final String root;

  Asking(String root) {
    this.root = root + ".";
  }

  /** Names in the table of exceptions that are no class, or need no exception any more. */
  List<String> needless(Iterable<JavaClass> house) {
    Set<String> names = new TreeSet<>(EXCEPT.keySet());
    for (JavaClass javaClass : house) {
      if (!reads(javaClass).isEmpty()) {
        names.remove(nameOf(javaClass));
      }
    }
    return List.copyOf(names);
  }

  ArchRule onlyTheInquiryReadsTheWorld() {
    return noClasses()
        .that()
        .resideInAnyPackage(WAY.stream().map(room -> root + room).toArray(String[]::new))
        .should(
            new ArchCondition<>("read the world past the inquiry") {
              @Override
              public void check(JavaClass javaClass, ConditionEvents events) {
                if (EXCEPT.containsKey(nameOf(javaClass))) {
                  return;
                }
                for (String what : reads(javaClass)) {
                  events.add(
                      SimpleConditionEvent.satisfied(
                          javaClass, javaClass.getName() + " uses " + what));
                }
              }
            });
  }

  /** A class inside another counts as that one. */
  private String nameOf(JavaClass javaClass) {
    String name =
        javaClass.getName().substring(Math.min(root.length(), javaClass.getName().length()));
    return name.replaceFirst("\\$.*", "");
  }

  private Set<String> reads(JavaClass javaClass) {
    Set<String> reads = new TreeSet<>(Effects.effectsOf(javaClass));
    // These change a text, and ask nobody.
    reads.removeAll(Set.of("java.net.URLEncoder", "java.net.URLDecoder"));
    for (JavaAccess<?> access : List.copyOf(javaClass.getAccessesFromSelf())) {
      String owner = access.getTargetOwner().getName();
      boolean clock = CLOCKS.getOrDefault(owner, Set.of()).contains(access.getName());
      boolean reader = owner.startsWith(root) && READERS.contains(nameOf(access.getTargetOwner()));
      if ((clock || reader) && !nameOf(javaClass).equals(nameOf(access.getTargetOwner()))) {
        reads.add(owner + "." + access.getName());
      }
    }
    return reads;
  }
}
