package dev.sandboxed.profile.hosts;

import dev.sandboxed.names.HostPattern;
import dev.sandboxed.names.HostWord;
import dev.sandboxed.toml.Notation;

/** How hosts are written. */
public final class HostNotation {

  private static final String HOSTS =
      "\"example.org\", \"*.example.org\" for every name below it, \"github.com:22\" for one port of one host";

  private static final Notation<HostWord> WORD =
      new Notation<>(
          "bad-host",
          HostWord.REGEX,
          HostWord::parse,
          "is not the name of a host",
          "write " + HOSTS + ", \"@npm\" for a group. An address is for reach");

  private static final Notation<HostPattern> PATTERN =
      new Notation<>(
          "bad-host",
          HostWord.REGEX,
          HostPattern::parse,
          "is not the name of a host",
          "write " + HOSTS);

  private HostNotation() {}

  /** Hosts and groups. */
  public static Notation<HostWord> words() {
    return WORD;
  }

  /** Hosts alone. */
  static Notation<HostPattern> patterns() {
    return PATTERN;
  }
}
