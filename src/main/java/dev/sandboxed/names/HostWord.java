package dev.sandboxed.names;

import java.util.Optional;

/** What a layer names in a list of hosts: hosts, a group of them, or all there are. */
public sealed interface HostWord permits HostPattern, HostGroupName, AnyHost {

  /** What every word matches as a whole; not every match is one. JavaScript shares the syntax. */
  String REGEX =
      "@[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|(?:\\*\\.)?[^\\s\\u0000-\\u0020*:/@%]+\\.[^\\s\\u0000-\\u0020*:/@%.0-9-][^\\s\\u0000-\\u0020*:/@%.]*(?::[0-9]{1,5})?";

  /** What a text says; empty if it is not in the notation. */
  static Optional<HostWord> parse(String written) {
    return written.startsWith("@")
        ? HostGroupName.parse(written).map(name -> name)
        : HostPattern.parse(written).map(pattern -> pattern);
  }
}
