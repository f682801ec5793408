package dev.sandboxed.profile.hosts;

import dev.sandboxed.names.Credential;
import dev.sandboxed.names.Credential.Form;
import dev.sandboxed.names.HostName;
import dev.sandboxed.problem.Located;
import dev.sandboxed.toml.Notation;
import dev.sandboxed.toml.TextRule;
import dev.sandboxed.toml.TomlSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code [credentials.NAME]}. */
public final class CredentialRules {

  // What HAProxy takes for the name of a header; more is legal (RFC 9110, section 5.6.2).
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  // They say where a message ends, whom it is for, or what becomes of the connection.
  private static final Pattern NOT_FOR_SECRETS =
      Pattern.compile(
          "(?i)authorization|connection|content-.*|cookie|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade");

  private static final Notation<HostName> HOST =
      new Notation<>(
          "bad-host",
          HostName.PATTERN,
          HostName::parse,
          "is not the name of one host",
          "write \"api.example.org\": no *, no port. A secret goes out over HTTPS alone");

  private static final Notation<String> NAME =
      new Notation<>(
          "bad-header",
          "[A-Za-z0-9][A-Za-z0-9_-]{0,63}",
          text ->
              Optional.of(text)
                  .filter(name -> HEADER.matcher(name).matches())
                  .filter(name -> !NOT_FOR_SECRETS.matcher(name).matches()),
          "is not a header for a secret",
          "write one such as \"x-api-key\"; bearer = true and basic = true are for Authorization");

  // HAProxy takes a word that begins with - for an option.
  private static final String PREFIXES = "[A-Za-z0-9_][A-Za-z0-9_-]{0,39}";

  private static final Notation<String> PREFIX =
      new Notation<>(
          "bad-prefix",
          PREFIXES,
          text -> Optional.of(text).filter(begin -> begin.matches(PREFIXES)),
          "is not the beginning of a key",
          "it is made of letters, digits, - and _, at most 40 of them, and does not begin with -");

  private CredentialRules() {}

  /** All of a file. */
  public static List<Credential> read(TomlSection top) {
    return top.tables("credentials", TextRule.PROFILE_NAME, CredentialRules::credential);
  }

  private static Optional<Credential> credential(String name, TomlSection section) {
    Optional<Located<String>> variable =
        section
            .key("variable", "the variable that has a placeholder inside")
            .like("\"ANTHROPIC_API_KEY\"")
            .mandatory()
            .text(TextRule.VARIABLE);
    List<Located<HostName>> hosts =
        section
            .key("hosts", "the hosts that get the real value, over HTTPS")
            .like("[\"api.anthropic.com\"]")
            .mandatory()
            .all(HOST);
    List<Form> forms = forms(section);
    String prefix =
        section
            .key("prefix", "how the placeholder begins, for programs that look at that")
            .like("\"sk-ant-api03-\"")
            .one(PREFIX)
            .map(Located::value)
            .orElse("");
    Credential.Condition condition =
        new Credential.Condition(
            section
                .key("if_passed", "whether it counts only where the variable is passed anyway")
                .flag()
                .map(Located::value)
                .orElse(false),
            section
                .key("unless", "variables that, where passed, lead the value to other hosts")
                .like("[\"ANTHROPIC_BASE_URL\"]")
                .texts(TextRule.VARIABLE)
                .stream()
                .map(Located::value)
                .toList());
    if (section.table().contains("hosts") && hosts.isEmpty()) {
      section.report(
          "no-host", "credentials." + name + " names no host", "add hosts = [\"api.example.org\"]");
    }
    if (section.present() && forms.isEmpty()) {
      section.report(
          "missing-key",
          "nothing says where programs send the value of credentials." + name,
          "add header = \"x-api-key\", bearer = true or basic = true");
    }
    return variable
        .filter(_ -> !hosts.isEmpty() && !forms.isEmpty())
        .map(known ->
            new Credential(
                name,
                known.value(),
                hosts.stream().map(Located::value).toList(),
                forms,
                prefix,
                condition,
                known.origin()));
  }

  private static List<Form> forms(TomlSection section) {
    List<Form> forms = new ArrayList<>();
    section
        .key("header", "the header in which programs send it")
        .like("\"x-api-key\"")
        .one(NAME)
        .ifPresent(header -> forms.add(new Form.Header(header.value())));
    if (section
        .key("bearer", "whether they send it as Authorization: Bearer, or token")
        .flag()
        .map(Located::value)
        .orElse(false)) {
      forms.add(new Form.Bearer());
    }
    if (section
        .key("basic", "whether they send it as Authorization: Basic, as git does")
        .flag()
        .map(Located::value)
        .orElse(false)) {
      forms.add(new Form.Basic());
    }
    return forms;
  }
}
