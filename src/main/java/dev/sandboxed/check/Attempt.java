package dev.sandboxed.check;

import dev.sandboxed.problem.Origin;
import java.util.Locale;

/**
 * Something that must be refused inside, and that succeeds outside, or it would show nothing.
 *
 * @param subject what it is about, for people
 * @param what its kind, as src/main/bash/probe knows it
 * @param inside what it is tried on inside
 * @param outside what it is tried on outside: the same, unless that would change something there
 * @param origin who decided that it is refused
 */
public record Attempt(String subject, Kind what, String inside, String outside, Origin origin) {

  /** How something is tried. */
  public enum Kind {
    /** Whether there is anything at a path. */
    SEE("is there"),
    /** Whether a file has content that can be read. */
    READ("can be read"),
    /** Whether a file of the kernel's has a line that can be read. */
    LINE("can be read"),
    /** Whether a file has a content: its SHA-256, a blank, the path. */
    SAME("can be read as a whole"),
    /** Whether a directory has entries that can be listed. */
    LIST("can be listed"),
    /** Whether a file can be opened for appending; nothing is appended. */
    APPEND("can be written"),
    /** Whether a file can be made in a directory. */
    CREATE("can be written"),
    /** Whether something can be renamed. */
    MOVE("can be renamed"),
    /** Whether a process has a capability. */
    CAPABILITY("is held"),
    /** Whether a namespace is this one, for example {@code pid:[4026531836]}. */
    NAMESPACE("is shared"),
    /** Whether there is a network device beside the loopback. */
    INTERFACE("is there"),
    /** Whether a system call is let through. */
    CALL("is let through", true),
    /** Whether namespaces can be made. */
    MAKE("can be made", true),
    /** Whether a port can be reached: the address in hexadecimal, a blank, the port. */
    CONNECT("can be reached", true),
    /** Whether an abstract socket can be reached. */
    ABSTRACT("can be reached", true),
    /** Whether there is a variable; what started the probe answers. */
    VARIABLE("is set"),
    /** Whether there is a variable beside these, separated by blanks; the same answers. */
    OTHERS("is set"),
    /** Whether a variable, whatever its name, has the value that this one has for the person. */
    VALUE("is inside"),
    /** Whether something of the session is there: during it outside, after it inside. */
    LEFTOVER("is left");

    private final String broken;
    private final boolean perl;

    Kind(String broken) {
      this(broken, false);
    }

    Kind(String broken, boolean perl) {
      this.broken = broken;
      this.perl = perl;
    }

    /** The name that the probe has for it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it takes perl, since no shell can do it. */
    public boolean perl() {
      return perl;
    }

    /** Whether the probe itself answers. */
    public boolean asked() {
      return this != VARIABLE && this != OTHERS && this != VALUE && this != LEFTOVER;
    }
  }

  /** What is wrong where it succeeds inside, for people. */
  public String describe() {
    return subject + " " + what.broken;
  }

  /** An attempt on the same outside as inside. */
  public static Attempt same(String subject, Kind what, String on, Origin origin) {
    return new Attempt(subject, what, on, on, origin);
  }
}
