package dev.sandboxed.denials.tried;

import dev.sandboxed.observed.Event;
import dev.sandboxed.observed.KeptPlan;

/** Says what became of what was tried in a session, and why. */
public final class Judge {

  private final FileJudge files;
  private final AddressJudge addresses;
  private final CallJudge calls;

  /** For the sessions of a plan, on the machine where they ran. */
  public Judge(KeptPlan plan, Machine machine) {
    files = new FileJudge(plan, machine);
    addresses = new AddressJudge(plan);
    calls = new CallJudge(plan);
  }

  /** What is said of an event that failed. */
  public Judgement of(Event event) {
    String error = event.error().orElse("");
    Judgement said =
        switch (event.kind()) {
          case CONNECT ->
              event.what().startsWith("/")
                  ? files.judge(event, error)
                  : addresses.judge(event.what(), error);
          case CALL -> calls.judge(event, error);
          case READ, LIST, WRITE, EXECUTE -> files.judge(event, error);
        };
    return said.noise().isPresent() || said.outcome() == Outcome.GRANTED
        ? said
        : Noise.about(event).map(said::noise).orElse(said);
  }
}
