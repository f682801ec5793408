package dev.sandboxed.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.nix.shell.DevEnv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real bash reads what is written for a hook: every value must come through exactly. */
class HookScriptIT {

  /** Values that would mean something else if bash interpreted them. */
  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          "'",
          "''",
          "\"",
          "\\",
          "\\'",
          "'\\''",
          "\n",
          "a\n\nb\n",
          "\r\t\u001b[0m",
          "$HOME ${HOME} $(touch ran) `touch ran`",
          "'; touch ran; '",
          "!!",
          "~/a *",
          "#x",
          "-n",
          "]",
          "a]=b",
          "@",
          "*",
          "é\ud83d\ude00",
          "x".repeat(100_000));

  @TempDir private Path directory;

  private final List<DevEnv.Variable> variables = new ArrayList<>();
  private final Map<String, String> functions = new TreeMap<>();

  @Test
  void variablesComeThrough() throws Exception {
    for (int at = 0; at < VALUES.size(); at++) {
      variables.add(new DevEnv.Local("local_" + at, VALUES.get(at)));
    }
    assertThat(
            printedBy(
                "for ((at = 0; at < %d; at++)); do name=local_$at; printf '%%s\\0' \"${!name}\"; done"
                    .formatted(VALUES.size())))
        .containsExactlyElementsOf(VALUES);
  }

  @Test
  void arraysComeThrough() throws Exception {
    variables.add(new DevEnv.Indexed("list", VALUES));
    variables.add(new DevEnv.Indexed("empty", List.of()));
    assertThat(printedBy("printf '%s\\0' \"${list[@]}\" \"${#empty[@]}\""))
        .startsWith(VALUES.toArray(String[]::new))
        .endsWith("0");
  }

  @Test
  void associativeArraysComeThrough() throws Exception {
    Map<String, String> map = new TreeMap<>();
    // Bash has no empty key.
    VALUES.stream().skip(1).forEach(value -> map.put(value, "of " + value));
    variables.add(new DevEnv.Associative("map", map));
    List<String> printed =
        printedBy(
            "for key in \"${!map[@]}\"; do printf '%s\\0%s\\0' \"$key\" \"${map[$key]}\"; done");
    Map<String, String> held = new TreeMap<>();
    for (int at = 0; at < printed.size(); at += 2) {
      held.put(printed.get(at), printed.get(at + 1));
    }
    assertThat(held).isEqualTo(map);
  }

  @Test
  void functionsComeThroughAndOneThatIsBrokenTakesNothingElseAlong() throws Exception {
    functions.put("a", "\n    printf '%s\\0' \"it's $1\"\n");
    functions.put("b", " if then ) '");
    functions.put("c:d-e", " a \"$(echo c)\"");
    functions.put("f", "");
    assertThat(printedBy("a 'x y'; c:d-e; type -t b; echo end"))
        .containsExactly("it's x y", "it's c", "end\n");
  }

  @Test
  void whatTheEnvironmentHasStaysAsItIs() throws Exception {
    variables.add(new DevEnv.Local("GIVEN", "changed"));
    variables.add(new DevEnv.Indexed("HOME_OF", List.of("changed")));
    variables.add(new DevEnv.Associative("TERM_OF", Map.of("a", "changed")));
    assertThat(printedBy("bash -c 'printf \"%s\\0\" \"$GIVEN\" \"$HOME_OF\" \"$TERM_OF\"'"))
        .containsExactly("given", "given", "given");
  }

  @Test
  void nothingThatIsDeclaredIsExported() throws Exception {
    variables.add(new DevEnv.Local("mine", "1"));
    variables.add(new DevEnv.Exported("name", "shell"));
    assertThat(
            printedBy("printf '%s\\0' \"$mine$name\"; bash -c 'printf \"%s\\0\" \"-$mine$name\"'"))
        .containsExactly("1shell", "-");
  }

  /** The output of a hook; each part ends with a NUL. */
  private List<String> printedBy(String hook) throws IOException, InterruptedException {
    variables.add(new DevEnv.Exported("shellHook", hook));
    String script =
        ForwardedShell.of(
                new DevEnv(".#x", variables, functions, Optional.empty()),
                directory,
                true,
                List.of())
            .hook()
            .orElseThrow()
            .files()
            .getOrDefault(ShellHook.SCRIPT, "");
    Path file = Files.writeString(directory.resolve("script"), script);
    Path out = directory.resolve("out");
    ProcessBuilder bash =
        new ProcessBuilder(
                "bash", "--noprofile", "--norc", "-c", "source \"$1\"", "bash", file + "")
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(directory.resolve("err").toFile());
    bash.environment().keySet().retainAll(List.of("PATH"));
    bash.environment().put("LC_ALL", "C.UTF-8");
    List.of("GIVEN", "HOME_OF", "TERM_OF").forEach(name -> bash.environment().put(name, "given"));
    assertThat(bash.start().waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(directory.resolve("ran")).doesNotExist();
    String printed = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
    return List.of(
        (printed.endsWith("\0") ? printed.substring(0, printed.length() - 1) : printed)
            .split("\0", -1));
  }
}
