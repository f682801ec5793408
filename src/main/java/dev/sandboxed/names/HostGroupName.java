package dev.sandboxed.names;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a group of hosts, without the at sign. */
public record HostGroupName(String name) implements HostWord {

  // As the names of profiles are.
  private static final Pattern FORM = Pattern.compile("@([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)");

  static Optional<HostGroupName> parse(String written) {
    var matcher = FORM.matcher(written);
    return matcher.matches() ? Optional.of(new HostGroupName(matcher.group(1))) : Optional.empty();
  }

  @Override
  public String toString() {
    return "@" + name;
  }
}
