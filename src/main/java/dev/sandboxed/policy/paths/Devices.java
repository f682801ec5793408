package dev.sandboxed.policy.paths;

import dev.sandboxed.files.FileFact;
import dev.sandboxed.host.survey.Details;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which devices of this machine a sandbox can have. Only those of which it is known what they give
 * away, so that it can be said: any other may lead past a promise.
 */
public final class Devices {

  private static final Path DIRECTORY = Path.of("/dev");

  /** Some devices, by what the kernel calls them, and what is to be said of them. */
  private record Kind(Pattern names, String words) {
    static Kind of(String names, String words) {
      return new Kind(Pattern.compile("/dev/(?:" + names + ")"), words);
    }

    boolean covers(Path path) {
      return names.matcher(path.toString()).matches();
    }
  }

  // What a program that has it can do, as the end of a sentence about the device.
  private static final List<Kind> GRANTABLE =
      List.of(
          Kind.of(
              "kvm", "programs inside can run virtual machines, and the kernel's code for them"),
          Kind.of(
              "dri(?:/card\\d+|/renderD\\d+)?",
              "the graphics card, its driver in the kernel, and perhaps pictures that others have"
                  + " left in its memory"),
          Kind.of(
              "nvidia(?:\\d+|ctl|-uvm|-uvm-tools|-modeset)|kfd|accel(?:/accel\\d+)?",
              "the accelerator, its driver in the kernel, and perhaps data that others have left in"
                  + " its memory"),
          Kind.of("snd(?:/[^/]+)?", "the microphone as well as the loudspeakers"),
          Kind.of("video\\d+|media\\d+", "the camera"),
          Kind.of(
              "ttyUSB\\d+|ttyACM\\d+",
              "whatever is connected to it; of a modem, a network that no tier holds back"),
          Kind.of(
              "bus/usb(?:/\\d+){0,2}",
              "every USB device in it that you may open, also below a file system or a network tier"),
          Kind.of(
              "net/tun",
              "tunnels, in network namespaces that programs inside make (nested_userns)"));

  // Why a device is refused, as the end of a sentence.
  private static final List<Kind> REFUSED =
      List.of(
          Kind.of(
              "null|zero|full|random|urandom|tty|ptmx|pts(?:/.*)?|fd(?:/.*)?|std(?:in|out|err)|console|core|shm(?:/.*)?",
              "the sandbox has its own"),
          Kind.of(
              "(?:sd|hd|vd|xvd|nvme|mmcblk|loop|dm-|md|sr|sg|st|nst|zram|nbd|ram|rbd|drbd|bcache|pmem).*"
                  + "|(?:disk|mapper|block|bsg|vg|btrfs-control)(?:/.*)?",
              "below the file system of a disk no mask holds"),
          Kind.of("k?mem|port|kmsg|nvram|cpu(?:/.*)?|mcelog", "it is the machine's memory or log"),
          Kind.of(
              "input(?:/.*)?|uinput|uhid|hidraw.*|hiddev.*|usb/.*",
              "it reads what you type, or types in your place"),
          Kind.of("tty.*|vcs.*|hvc.*", "it is a terminal of this machine"),
          Kind.of(
              "vsock|vhost.*|ppp|vfio(?:/.*)?|tap.*|net(?:/.*)?", "it leads past the network tier"),
          Kind.of("fuse|cuse", "it is for mounts, which nothing inside can make"));

  private Devices() {}

  static boolean areIn(Path path) {
    return path.startsWith(DIRECTORY) && !path.equals(DIRECTORY);
  }

  /** Whether a device of this name can be granted as one. */
  static boolean grants(Path path) {
    return giving(path).isPresent();
  }

  private static Optional<String> giving(Path path) {
    return words(GRANTABLE, path);
  }

  private static Optional<String> words(List<Kind> kinds, Path path) {
    return kinds.stream().filter(kind -> kind.covers(path)).map(Kind::words).findFirst();
  }

  /** Why a path cannot be granted as a device, whatever is there. */
  static String objection(Path path) {
    if (!areIn(path)) {
      return "it is not in /dev";
    }
    return words(REFUSED, path)
        .orElse("it is not known what it gives away (docs/security.md lists the known ones)");
  }

  /**
   * What is wrong with a rule that grants a device, once it is known where its path leads.
   *
   * @param fact about something that exists
   */
  static Optional<Problem> problem(PathRule rule, FileFact fact) {
    boolean fits =
        grants(fact.real())
            && (fact.kind() == FileFact.Kind.SPECIAL || fact.kind() == FileFact.Kind.DIRECTORY);
    if (rule.access() != Access.DEVICE || fits) {
      return Optional.empty();
    }
    String leads = fact.real().equals(fact.path()) ? "" : ", which leads to " + fact.real() + ",";
    String why = grants(fact.real()) ? "it is a file" : objection(fact.real());
    return Optional.of(
        new Problem(
            "policy.device",
            fact.path() + leads + " cannot be granted: " + why,
            rule.origin().where(),
            "leave it out, and run outside what needs it"));
  }

  /** What the devices inside give away, and those that will not open. */
  public static List<Remark> remarks(List<Grant> grants, Details details) {
    return grants.stream()
        .filter(grant -> grant.access() == Access.DEVICE)
        .flatMap(grant ->
            Stream.concat(
                Stream.of(
                    Remark.from(
                        grant.origin(),
                        "device.inside",
                        grant.path() + " is inside: " + giving(grant.source()).orElse(""))),
                details.closedDevices().contains(grant.source())
                    ? Stream.of(
                        Remark.of(
                            "device.closed",
                            "you may not open "
                                + grant.path()
                                + ", so nothing inside can: ls -l shows which group may"))
                    : Stream.of()))
        .toList();
  }
}
