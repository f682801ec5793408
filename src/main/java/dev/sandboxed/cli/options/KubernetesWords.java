package dev.sandboxed.cli.options;

import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words after {@code export kubernetes}.
 *
 * @param values of the options of export, each as often as it was given
 * @param run the rest, as the words after {@code run} would be
 */
public record KubernetesWords(Map<String, List<String>> values, RunWords run) {

  public static final String KIND = "--kind";
  public static final String NAME = "--name";
  public static final String IMAGE = "--image";
  public static final String CLAIM = "--project-claim";
  public static final String REF = "--project-ref";
  public static final String SIZE = "--project-size";
  public static final String SECRET = "--login-secret";
  public static final String VARIABLE = "--variable";
  public static final String RUNTIME = "--runtime-class";
  public static final String SECCOMP = "--seccomp-profile";
  public static final String COUNT = "--count";
  public static final String ACCEPT = "--accept";
  public static final String OUTPUT = "--output";

  /** The kind that is not a Job. */
  public static final String SANDBOX = "sandbox";

  private static final String EXAMPLE =
      "for example: sandboxed export kubernetes --image IMAGE --project-ref https://HOST/REPOSITORY#main claude";

  /** The names of objects (RFC 1123), and of what goes by the same rule. */
  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";

  private static final Pattern SUBDOMAIN =
      Pattern.compile("(?=.{1,253}$)" + LABEL + "(?:\\." + LABEL + ")*");

  private static final Pattern NAME_OF_JOB = Pattern.compile("(?=.{1,45}$)" + LABEL);

  // No name before the host of https: there it can be a token, and the objects would hold it.
  private static final Pattern URL =
      Pattern.compile("(?:https://|ssh://(?:[\\w.-]+@)?)[\\w.-]+(?::\\d+)?/[^\\p{Cntrl}\\s#?@]+");

  private static final Pattern REFERENCE = Pattern.compile("[\\w][\\w./+@-]{0,200}");

  /** What each option's value has to be, and how that is said. */
  private record Rule(Pattern pattern, String words) {}

  private static final Map<String, Rule> RULES = rules();

  /** Those that can be given more than once. */
  private static final Set<String> OFTEN = Set.of(VARIABLE, ACCEPT);

  public KubernetesWords {
    values = Map.copyOf(values);
  }

  private static Map<String, Rule> rules() {
    Rule subdomain = new Rule(SUBDOMAIN, "a name of Kubernetes: a-z, 0-9, - and .");
    Map<String, Rule> rules = new LinkedHashMap<>();
    rules.put(KIND, new Rule(Pattern.compile("job|sandbox"), "job or sandbox"));
    rules.put(NAME, new Rule(NAME_OF_JOB, "at most 45 of a-z, 0-9 and -"));
    rules.put(
        IMAGE,
        new Rule(
            Pattern.compile("[\\w][\\w./:@-]{0,500}"),
            "an image, such as registry.example/agent:1"));
    rules.put(CLAIM, subdomain);
    rules.put(
        REF,
        new Rule(
            Pattern.compile(URL.pattern() + "(?:#" + REFERENCE.pattern() + ")?"),
            "https://HOST/REPOSITORY#BRANCH or ssh://HOST/REPOSITORY#BRANCH, without a password or token"));
    rules.put(SIZE, new Rule(Pattern.compile("[1-9]\\d{0,9}(?:[KMGT]i?)?"), "a size such as 10Gi"));
    rules.put(SECRET, subdomain);
    rules.put(VARIABLE, new Rule(Pattern.compile("[A-Za-z_]\\w*"), "the name of a variable"));
    rules.put(RUNTIME, subdomain);
    rules.put(
        SECCOMP,
        new Rule(
            Pattern.compile("(?!/)(?!.*\\.\\.)[\\w./-]+"),
            "a path below the kubelet's directory of profiles, such as profiles/agent.json"));
    rules.put(COUNT, new Rule(Pattern.compile("[1-9]\\d{0,4}"), "a number from 1 to 99999"));
    rules.put(ACCEPT, new Rule(Pattern.compile("[a-z]+"), "the name of a loss"));
    rules.put(OUTPUT, new Rule(Pattern.compile("(?s).+"), "a file"));
    return rules;
  }

  /**
   * Divides them: options of export, and the rest.
   *
   * @throws UserFailure if something is missing or has no place
   */
  public static KubernetesWords divide(List<String> words) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    int at = 0;
    while (at < words.size()) {
      String word = words.get(at);
      String option = option(word);
      Rule rule = RULES.get(option);
      if (rule == null) {
        break;
      }
      boolean attached = option.length() < word.length();
      if (!attached && at + 1 == words.size()) {
        throw usage(option + " needs a value: " + rule.words());
      }
      String value = attached ? word.substring(option.length() + 1) : words.get(at + 1);
      at += attached ? 1 : 2;
      List<String> all = values.computeIfAbsent(option, _ -> new ArrayList<>());
      if (!rule.pattern().matcher(value).matches()) {
        throw usage(option + " " + Quoted.of(value) + " is not " + rule.words());
      }
      if (!all.isEmpty() && !OFTEN.contains(option)) {
        throw usage(option + " is there twice");
      }
      all.add(value);
    }
    RunWords run = RunWords.divide(words.subList(at, words.size()), RunOptions.spec());
    run.options().stream()
        .map(KubernetesWords::option)
        .filter(ExportWords.OTHERWISE::contains)
        .findFirst()
        .ifPresent(option -> {
          throw usage(option + " has no place here");
        });
    KubernetesWords divided = new KubernetesWords(values, run);
    divided.check();
    return divided;
  }

  private void check() {
    if (value(IMAGE).isEmpty()) {
      throw usage("export kubernetes needs the image that the agent is in: --image IMAGE");
    }
    if (value(CLAIM).isEmpty() && value(REF).isEmpty()) {
      throw usage(
          "export kubernetes needs to know where the project comes from: --project-claim NAME or --project-ref URL#BRANCH");
    }
    if (value(SECRET).isPresent() != values.containsKey(VARIABLE)) {
      throw usage(
          "--login-secret names a Secret, and --variable each variable whose value it has; neither goes without the other");
    }
    if (value(SIZE).isPresent() && value(CLAIM).isPresent()) {
      throw usage("--project-size has no place with --project-claim: a claim has its own size");
    }
    if (value(KIND).equals(Optional.of(SANDBOX))) {
      for (String option : List.of(COUNT, CLAIM)) {
        if (value(option).isPresent()) {
          throw usage(
              option
                  + " has no place with --kind sandbox: a template is for any number of sandboxes, each with a clone");
        }
      }
    }
  }

  private static String option(String word) {
    int equals = word.indexOf('=');
    return equals < 0 ? word : word.substring(0, equals);
  }

  /** The value of an option that is given once at most. */
  public Optional<String> value(String option) {
    return all(option).stream().findFirst();
  }

  /** All values of an option. */
  public List<String> all(String option) {
    return values.getOrDefault(option, List.of());
  }

  private static UserFailure usage(String message) {
    return new UserFailure(Problem.of("option.usage", message, EXAMPLE));
  }
}
