package dev.sandboxed.names;

import dev.sandboxed.problem.Origin;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A secret of the person's that stays outside. A variable inside holds a placeholder, and HAProxy
 * puts the secret in its place on the way to these hosts, in these headers and nowhere else.
 *
 * @param name what the person calls it
 * @param variable the variable of the host that has the secret
 * @param hosts each alone, at the port of HTTPS
 * @param forms where programs send it, at least one
 * @param prefix how the secret begins, for programs that look at that
 * @param condition when it counts
 */
public record Credential(
    String name,
    String variable,
    List<HostName> hosts,
    List<Form> forms,
    String prefix,
    Condition condition,
    Origin origin) {

  // Those of GitHub's and npm's tokens, behind their prefixes.
  private static final int LENGTH = 36;

  private static final String MARK = "Placeholder";

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  public Credential {
    hosts = List.copyOf(hosts);
    forms = List.copyOf(forms);
  }

  /** Where a request has it. */
  public sealed interface Form {

    /** A header of its own, whose value is the secret. */
    record Header(String name) implements Form {
      @Override
      public String toString() {
        return name;
      }
    }

    /** {@code Authorization: Bearer} or {@code Authorization: token} (RFC 6750, section 2.1). */
    record Bearer() implements Form {
      @Override
      public String toString() {
        return "Authorization: Bearer";
      }
    }

    /** The password or the user's name of {@code Authorization: Basic} (RFC 7617). */
    record Basic() implements Form {
      @Override
      public String toString() {
        return "Authorization: Basic";
      }
    }
  }

  /**
   * When a credential counts.
   *
   * @param passed whether only where the variable would be passed anyway
   * @param unless variables that lead the secret elsewhere: it does not count where one is passed
   */
  public record Condition(boolean passed, List<String> unless) {
    public Condition {
      unless = List.copyOf(unless);
    }
  }

  /**
   * What the variable has inside. It is the same in every session, so that a program that has asked
   * the person about it does not ask again; it is worth nothing outside, so that it may be known.
   */
  public String placeholder() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-512").digest(variable.getBytes(StandardCharsets.UTF_8));
      StringBuilder text = new StringBuilder(prefix).append(MARK);
      for (int at = 0; at < LENGTH - MARK.length(); at++) {
        text.append(DIGITS.charAt(Byte.toUnsignedInt(digest[at]) % DIGITS.length()));
      }
      return text.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }

  /** Where the secret goes, in words. */
  public String describe() {
    return hosts.stream().map(HostName::text).collect(Collectors.joining(", "))
        + " in "
        + forms.stream().map(Form::toString).collect(Collectors.joining(" or "));
  }
}
