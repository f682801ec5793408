package dev.sandboxed.cli.shell;

import dev.sandboxed.cli.options.RunWords;
import dev.sandboxed.problem.Quoted;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Completion for zsh: a file {@code _sandboxed} on its {@code fpath}, or one to source. */
public final class ZshCompletion {

  private static final String WALK =
      """
      #compdef PROGRAMS
      # Completion of sandboxed for zsh, made by `sandboxed completion zsh`.

      _sandboxed() {
        local word command='' option='' agent='' theirs=false
        local -a subcommands flags valued attached ambiguous=(AMBIGUOUS)
        local operand passing value
        _sandboxed_program ${words[1]:t}
        _sandboxed_command "$command"
        for word in "${(@Q)words[2,CURRENT-1]}"; do
          if [[ -n $option ]]; then
            option=''
          elif [[ $word == -- ]]; then
            theirs=true
          elif [[ -n $agent && -n ${ambiguous[(re)$word]} ]]; then
            theirs=true
          elif [[ -n ${valued[(r)${(b)word}:*]} ]]; then
            option=$word
          elif [[ -n ${flags[(r)${(b)word%%=*}:*]}${valued[(r)${(b)word%%=*}:*]}${attached[(r)${(b)word%%=*}:*]} ]]; then
            continue
          elif [[ -n ${subcommands[(r)${(b)word}:*]} ]]; then
            command+=${command:+ }$word
            _sandboxed_command "$command"
          elif $passing && [[ -n $agent || $word == -* ]]; then
            theirs=true
          elif $passing; then
            agent=$word
          else
            operand=none
          fi
          ! $theirs || break
        done
        if $theirs; then
          _files
        elif [[ -n $option ]]; then
          _sandboxed_value "$command $option"
          _sandboxed_offer ${=value}
        elif [[ $words[CURRENT] == --*=* ]]; then
          _sandboxed_value "$command ${words[CURRENT]%%=*}"
          compset -P 1 '*='
          _sandboxed_offer ${=value}
        elif [[ $words[CURRENT] == -* ]]; then
          _describe -o option flags -- valued -- attached
        elif [[ -n $agent ]]; then
          _files
        else
          (($#subcommands == 0)) || _describe command subcommands
          _sandboxed_offer ${=operand}
        fi
      }

      _sandboxed_offer() {
        case $1 in
          words) compadd -- ${@[2,-1]} ;;
          names) compadd -- ${(f)"$(command sandboxed completion --list=$2 2>/dev/null)"} ;;
          files) _files ;;
          directories) _files -/ ;;
        esac
      }
      """;

  private final CompletionTable table;
  private final StringBuilder script = new StringBuilder();

  private ZshCompletion(CompletionTable table) {
    this.table = table;
  }

  public static String of(CompletionTable table) {
    ZshCompletion completion = new ZshCompletion(table);
    String programs = "sandboxed " + String.join(" ", table.programs().keySet());
    completion.script.append(
        WALK.replace("PROGRAMS", programs)
            .replace("AMBIGUOUS", String.join(" ", RunWords.AMBIGUOUS)));
    completion.script.append(ShellWords.programs(table));
    completion.commands();
    completion.script.append(ShellWords.values(table));
    // As a file on fpath this is the function's first call; sourced, it is a definition.
    completion.script.append(
        """

        if [[ $funcstack[1] == _sandboxed ]]; then
          _sandboxed "$@"
        else
          compdef _sandboxed PROGRAMS
        fi
        """
            .replace("PROGRAMS", programs));
    return completion.script.toString();
  }

  private void commands() {
    script.append("\n# Sets what a command takes.\n_sandboxed_command() {\n  case $1 in\n");
    for (CompletionTable.Entry entry : table.entries()) {
      script.append("    '").append(entry.path()).append("')\n");
      Map<String, String> described = new TreeMap<>();
      entry.subcommands().forEach(sub -> described.put(sub.word(), sub.description()));
      array("subcommands", described);
      array("flags", described(entry.options(CompletionTable.Value.NONE)));
      array("valued", described(entry.options(CompletionTable.Value.REQUIRED)));
      array("attached", described(entry.options(CompletionTable.Value.ATTACHED)));
      script.append("      operand='").append(ShellWords.of(entry.operand())).append("'\n");
      script.append("      passing=").append(entry.passing()).append('\n');
      script.append("      ;;\n");
    }
    script.append("  esac\n}\n");
  }

  private static Map<String, String> described(List<CompletionTable.Choice> options) {
    return options.stream()
        .collect(
            Collectors.toMap(
                CompletionTable.Choice::word,
                CompletionTable.Choice::description,
                (one, _) -> one,
                TreeMap::new));
  }

  private void array(String name, Map<String, String> described) {
    script.append("      ").append(name).append("=(");
    described.forEach((word, description) ->
        script.append("\n        ").append(Quoted.forShell(word + ":" + description)));
    script.append(described.isEmpty() ? ")\n" : "\n      )\n");
  }
}
