package dev.sandboxed.denials.tried;

import dev.sandboxed.observed.Event;
import dev.sandboxed.observed.KeptPlan;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges system calls that are about neither a file nor an address. */
final class CallJudge {

  // Without these, programs use the older call that is the same with less, and do not notice.
  private static final Set<String> REPLACED =
      Set.of("clone3", "openat2", "io_uring_setup", "fchmodat2");

  private static final String FILTER = "the filter of system calls";

  private final KeptPlan plan;

  CallJudge(KeptPlan plan) {
    this.plan = plan;
  }

  Judgement judge(Event event, String error) {
    List<KeptPlan.Rule> rules =
        plan.rules().stream()
            .filter(rule -> rule.call().equals(event.call()) && rule.answer().equals(error))
            .toList();
    if (rules.isEmpty()) {
      // The kernel's own answer, or what it does not have.
      return Judgement.granted();
    }
    Optional<KeptPlan.Rule> always =
        rules.stream().filter(rule -> rule.when().equals("always")).findFirst();
    KeptPlan.Rule rule = always.orElse(rules.getFirst());
    Judgement refused =
        Judgement.of(
                Outcome.CALL,
                rule.why() + (always.isPresent() ? "" : ", where " + rule.when()),
                FILTER)
            .perhaps(always.isEmpty())
            .granting(namespaces(event));
    return error.equals("ENOSYS") && REPLACED.contains(event.call())
        ? refused.noise(Noise.REPLACED)
        : refused;
  }

  private static Optional<Judgement.Grant> namespaces(Event event) {
    return event.call().equals("unshare") || event.call().equals("clone")
        ? Optional.of(
            new Judgement.Grant(
                "[kernel] nested_userns = true",
                Optional.empty(),
                "then programs inside reach parts of the kernel that only root reaches otherwise"))
        : Optional.empty();
  }
}
