package dev.sandboxed.plan.text;

import dev.sandboxed.names.Credentials;
import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.plan.MountStep;
import dev.sandboxed.plan.MountTree;
import dev.sandboxed.plan.SandboxPlan;
import dev.sandboxed.policy.ConfigurationCopies;
import dev.sandboxed.policy.Observing;
import dev.sandboxed.problem.ByteCount;
import dev.sandboxed.problem.Located;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Remark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The audit before a launch: a heading, and rows that each have a label. */
public final class Audit {

  /** How much a row asks to be looked at. */
  public enum Weight {
    PLAIN,
    /** What the agent may change. */
    STRONG,
    /** What keeps little away from the agent. */
    ALARM,
    NOTE
  }

  /**
   * One row.
   *
   * @param label at most nine characters
   * @param value one line, however long
   */
  public record Row(String label, String value, Weight weight) {}

  // Two lines of a terminal: people read an audit before every launch only if it is short.
  private static final int LONGEST_NOTE = 150;

  // A repository with submodules has a hundred, and nobody would read any of them.
  private static final int MOST_PATHS = 12;

  // Where the base of a sandbox lies, on any machine.
  private static final List<Path> SYSTEM =
      Stream.of("/usr", "/etc", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/var/lib")
          .map(Path::of)
          .toList();

  // The beginning of the codes of remarks about what no sandbox holds.
  private static final String WAY_OUT = "way-out.";

  private static final Path STORE = Path.of("/nix/store");

  private final SandboxPlan plan;
  private final int longestNote;
  private final int mostPaths;
  private final List<Row> rows = new ArrayList<>();

  private Audit(SandboxPlan plan, int longestNote, int mostPaths) {
    this.plan = plan;
    this.longestNote = longestNote;
    this.mostPaths = mostPaths;
  }

  /** The rows of the audit. */
  public static List<Row> rows(SandboxPlan plan) {
    return new Audit(plan, LONGEST_NOTE, MOST_PATHS).all();
  }

  /** The same rows with nothing shortened. */
  static List<Row> wholeRows(SandboxPlan plan) {
    return new Audit(plan, Integer.MAX_VALUE, Integer.MAX_VALUE).all();
  }

  /** The plan in a few words, for a person who knows all of it. The rows have no labels. */
  public static List<Row> inShort(SandboxPlan plan) {
    Audit audit = new Audit(plan, LONGEST_NOTE, MOST_PATHS);
    NetworkTier tier = plan.network().value();
    audit.row("", plan.workplace().profiles().getLast(), Weight.PLAIN);
    audit.row("", tier.word(), weight(tier));
    plan.remarks().stream()
        .filter(Audit::isAboutWayOut)
        .forEach(remark -> audit.row("", remark.code().substring(WAY_OUT.length()), Weight.ALARM));
    long notes =
        plan.remarks().stream()
            .filter(remark -> !isAboutNoLogin(remark) && !isAboutWayOut(remark))
            .count();
    boolean noLogin = plan.remarks().stream().anyMatch(Audit::isAboutNoLogin);
    audit.row("", noLogin ? "no login" : "", Weight.NOTE);
    audit.row("", notes == 0 ? "" : notes + (notes == 1 ? " note" : " notes"), Weight.NOTE);
    return List.copyOf(audit.rows);
  }

  private List<Row> all() {
    NetworkTier tier = plan.network().value();
    row("profile", String.join(" < ", plan.workplace().profiles()), Weight.PLAIN);
    row("network", tier.word() + ": " + tier.describe(), weight(tier));
    network(tier);
    MountTree tree = plan.mountTree();
    row("writable", paths(Audit::writable), Weight.STRONG);
    row("readable", readable(tree), Weight.PLAIN);
    row("masked", paths(Audit::masked), Weight.PLAIN);
    row("protected", paths(tree::isProtected), Weight.PLAIN);
    row("devices", paths(MountStep.Device.class::isInstance), Weight.STRONG);
    row("sockets", paths(MountStep.Socket.class::isInstance), Weight.STRONG);
    row("limits", plan.isolation().limits().words(), Weight.PLAIN);
    row("observed", plan.aftermath().observing().map(Observing::describe).orElse(""), Weight.PLAIN);
    row("passed", String.join(" ", plan.environment().passedNames()), Weight.PLAIN);
    if (plan.filesystem().storePaths() > 0) {
      row(
          "store",
          plan.filesystem().storePaths()
              + " paths, "
              + ByteCount.text(plan.filesystem().storeBytes()),
          Weight.PLAIN);
    }
    remarks("warning", Weight.ALARM, Audit::isAboutWayOut);
    remarks("login", Weight.NOTE, Audit::isAboutNoLogin);
    remarks("note", Weight.NOTE, remark -> !isAboutNoLogin(remark) && !isAboutWayOut(remark));
    return List.copyOf(rows);
  }

  private void remarks(String label, Weight weight, Predicate<Remark> which) {
    plan.remarks().stream()
        .filter(which)
        .forEach(remark -> row(label, shortened(remark.describe()), weight));
  }

  private static boolean isAboutWayOut(Remark remark) {
    return remark.code().startsWith(WAY_OUT);
  }

  private static boolean isAboutNoLogin(Remark remark) {
    return remark.code().equals("login.none");
  }

  private static Weight weight(NetworkTier tier) {
    return tier instanceof NetworkTier.Full ? Weight.ALARM : Weight.PLAIN;
  }

  private void network(NetworkTier tier) {
    if (tier instanceof NetworkTier.Allowlist allowlist) {
      row(
          "allowed",
          allowlist.hosts().any().isPresent() ? "any name" : capped(allowlist.hosts().allow()),
          Weight.STRONG);
      row("denied", capped(allowlist.hosts().deny()), Weight.PLAIN);
      row("outside", credentials(allowlist.credentials()), Weight.PLAIN);
      ports(allowlist.around());
    }
    if (tier instanceof NetworkTier.InternetOnly internet) {
      row(
          "blocked",
          "private, link-local, multicast and reserved addresses" + ofThisHost(internet),
          Weight.PLAIN);
      ports(internet);
    }
  }

  private static String credentials(Credentials credentials) {
    return credentials.all().stream()
        .map(one -> one.variable() + ", for " + one.describe())
        .collect(Collectors.joining("; "));
  }

  private void ports(NetworkTier.InternetOnly network) {
    row("reach", each(network.reach()), Weight.STRONG);
    row("editors", each(network.editors()), Weight.STRONG);
    row("published", each(network.publish()), Weight.STRONG);
  }

  private <T> String capped(List<Located<T>> values) {
    int more = values.size() - mostPaths;
    return more > 0
        ? each(values.subList(0, mostPaths)) + " and %d more, see --dry-run".formatted(more)
        : each(values);
  }

  private static String ofThisHost(NetworkTier.InternetOnly internet) {
    return internet.blocked().stream()
        .filter(NetworkTier.BlockedRange::ofThisHost)
        .map(blocked -> ", " + blocked.range())
        .collect(Collectors.joining());
  }

  private static <T> String each(List<Located<T>> values) {
    return values.stream().map(value -> value.value().toString()).collect(Collectors.joining(", "));
  }

  private String shortened(String remark) {
    return remark.length() <= longestNote
        ? remark
        : remark.substring(0, longestNote) + "… (--dry-run shows all of it)";
  }

  private void row(String label, String value, Weight weight) {
    if (!value.isEmpty()) {
      rows.add(new Row(label, Printable.line(value), weight));
    }
  }

  private String paths(Predicate<MountStep> which) {
    return listed(plan.mounts().stream().filter(which));
  }

  private String listed(Stream<MountStep> steps) {
    List<String> names = steps.map(step -> named(step.path())).toList();
    String shown = String.join(", ", names.subList(0, Math.min(mostPaths, names.size())));
    int more = names.size() - mostPaths;
    return more > 0 ? shown + " and %d more, see --dry-run".formatted(more) : shown;
  }

  private String named(Path path) {
    return path.equals(plan.identity().home())
        ? "~ (the whole home)"
        : PlanText.shortened(plan, path);
  }

  /**
   * What can be read beside what every sandbox has, first what a person's rule names. What is
   * read-only in something writable is protected.
   */
  private String readable(MountTree tree) {
    List<MountStep> beyond =
        plan.mounts().stream()
            .filter(step -> step instanceof MountStep.ReadOnlyBind && isBeyondTheBase(step))
            .filter(step -> !tree.isProtected(step))
            .toList();
    List<MountStep> granted =
        beyond.stream().filter(step -> !(step.origin() instanceof Origin.Host)).toList();
    int along = beyond.size() - granted.size();
    return along > mostPaths / 4
        ? listed(granted.stream())
            + " and %d more that programs, settings or variables need".formatted(along)
        : listed(
            Stream.concat(
                granted.stream(),
                beyond.stream().filter(step -> step.origin() instanceof Origin.Host)));
  }

  private static boolean isBeyondTheBase(MountStep step) {
    boolean ofTheSystem =
        step.origin() instanceof Origin.BuiltIn
            && SYSTEM.stream().anyMatch(step.path()::startsWith);
    // The row about the store counts those.
    return !ofTheSystem && !step.path().startsWith(STORE);
  }

  /** Git's own copies are named where their files are. */
  private static boolean writable(MountStep step) {
    return step instanceof MountStep.WritableBind
        && !step.path().equals(ConfigurationCopies.INSIDE);
  }

  private static boolean masked(MountStep step) {
    return step instanceof MountStep.MaskedFile
        || step instanceof MountStep.MaskedDirectory
        || step instanceof MountStep.PartlyMasked;
  }
}
