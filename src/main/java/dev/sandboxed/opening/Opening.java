package dev.sandboxed.opening;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Something of this machine that is inside only if a profile says so by its name. The person need
 * not know where it is.
 */
public enum Opening {
  SSH_AGENT(
      Table.SOCKETS,
      "whether your ssh agent and your known hosts are inside",
      "your ssh agent is inside: while the session runs, the agent can sign in as you, and sign,"
          + " wherever your keys do"),
  GPG_AGENT(
      Table.SOCKETS,
      "whether your gpg-agent and your public keys are inside",
      "your gpg-agent is inside, by its restricted socket: the agent can sign and decrypt as you,"
          + " but export no secret key"),
  WAYLAND(
      Table.SOCKETS,
      "whether programs inside open windows on your Wayland desktop",
      "your Wayland desktop is inside: the agent can read the clipboard; some compositors also let"
          + " it see the screen and type"),
  X11(
      Table.SOCKETS,
      "whether programs inside open windows on your X server; a way out",
      "a way out, your X server is inside: the agent sees the screen and each key you press, and"
          + " can type into other windows"),
  DBUS(
      Table.SOCKETS,
      "whether your session bus is inside; a way out",
      "a way out, your session bus is inside: the agent can have programs started outside, and ask"
          + " for your passwords"),
  DOCKER(
      Table.SOCKETS,
      "whether Docker's socket is inside; a way out: it is root on this machine",
      "a way out, Docker's socket is inside: the agent is as good as root on this machine"),
  NIX_DAEMON(
      Table.SOCKETS,
      "whether the Nix daemon is inside; a way out: it builds outside, with the network",
      "a way out, the Nix daemon is inside: it builds outside, with the network, what the agent"
          + " says; a trusted user of Nix is as good as root"),
  PIPEWIRE(
      Table.SOCKETS,
      "whether sound, and perhaps the camera, are inside",
      "PipeWire is inside: the agent can listen to the microphone and to what plays, and perhaps"
          + " see through the camera"),
  GPU(Table.DEVICES, "whether the graphics cards and accelerators of this machine are inside", ""),
  KVM(Table.DEVICES, "whether programs inside can run virtual machines", "");

  /** The table of a profile in which they are. */
  private enum Table {
    SOCKETS,
    DEVICES;

    String word() {
      return this == SOCKETS ? "sockets" : "devices";
    }
  }

  /** Through these, programs run outside the sandbox, whatever else a profile says. */
  private static final List<Opening> WAYS_OUT = List.of(X11, DBUS, DOCKER, NIX_DAEMON);

  private final Table table;
  private final String meaning;
  private final String givesAway;

  Opening(Table table, String meaning, String givesAway) {
    this.table = table;
    this.meaning = meaning;
    this.givesAway = givesAway;
  }

  /** The tables, in the order in which a profile is printed. */
  public static List<String> tables() {
    return Arrays.stream(Table.values()).map(Table::word).toList();
  }

  /** Those of one table, in order. */
  public static List<Opening> in(String table) {
    return Arrays.stream(values()).filter(opening -> opening.table().equals(table)).toList();
  }

  public String table() {
    return table.word();
  }

  /** As a profile writes it, for example {@code ssh_agent}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As people say it, for example {@code ssh agent} or {@code docker (a way out)}. */
  public String called() {
    return key().replace('_', ' ') + (isWayOut() ? " (a way out)" : "");
  }

  /** What the key decides, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** What the agent has with it, as a sentence; empty where the path that is shown says it. */
  public String givesAway() {
    return givesAway;
  }

  /** Whether programs can be run outside by it. */
  public boolean isWayOut() {
    return WAYS_OUT.contains(this);
  }
}
