package dev.sandboxed.cli.shell;

import dev.sandboxed.cli.options.RunWords;

/** Completion for bash, 4.4 and later. */
public final class BashCompletion {

  private static final String WALK =
      """
      # Completion of sandboxed for bash, made by `sandboxed completion bash`.

      _sandboxed() {
        local -a words=()
        local word current typed value prefix i command='' option='' agent='' theirs=false
        local subcommands flags valued attached operand passing
        COMPREPLY=()
        # readline has split the words at = and :
        for ((i = 1; i <= COMP_CWORD; i++)); do
          word=${COMP_WORDS[i]}
          if ((i > 1)) && [[ $word == [=:]* || ${COMP_WORDS[i - 1]} == *[=:] ]]; then
            words[-1]+=$word
          else
            words+=("$word")
          fi
        done
        typed=${COMP_WORDS[COMP_CWORD]}
        [[ $typed != [=:]* ]] || typed=''
        current=${words[-1]}
        unset 'words[-1]'
        _sandboxed_program "${COMP_WORDS[0]##*/}"
        _sandboxed_command "$command"
        for word in "${words[@]}"; do
          if [[ -n $option ]]; then
            option=''
          elif [[ $word == -- ]]; then
            theirs=true
          elif [[ -n $agent && " AMBIGUOUS " == *" $word "* ]]; then
            theirs=true
          elif [[ " $valued " == *" $word "* ]]; then
            option=$word
          elif [[ " $flags $valued $attached " == *" ${word%%=*} "* ]]; then
            continue
          elif [[ " $subcommands " == *" $word "* ]]; then
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
          _sandboxed_offer files "$current"
        elif [[ -n $option ]]; then
          _sandboxed_value "$command $option"
          _sandboxed_offer "$value" "$current"
        elif [[ $current == --*=* ]]; then
          _sandboxed_value "$command ${current%%=*}"
          _sandboxed_offer "$value" "${current#*=}"
        elif [[ $current == -* ]]; then
          _sandboxed_offer "words $flags $valued $attached" "$current"
        elif [[ -n $agent ]]; then
          _sandboxed_offer files "$current"
        else
          _sandboxed_offer "words $subcommands" "$current"
          _sandboxed_offer "$operand" "$current"
        fi
        # readline replaces only the last piece of a word that it has split.
        [[ $current != --*=* ]] || current=${current#*=}
        prefix=${current%"$typed"}
        [[ -z $prefix ]] || COMPREPLY=("${COMPREPLY[@]#"$prefix"}")
      }

      # Adds to COMPREPLY the candidates that start with $2.
      _sandboxed_offer() {
        local candidate
        while IFS= read -r candidate; do
          COMPREPLY+=("$candidate")
        done < <(
          case $1 in
            words\\ *) compgen -W "${1#words }" -- "$2" ;;
            names\\ *) compgen -W "$(command sandboxed completion --list="${1#names }" 2>/dev/null)" -- "$2" ;;
            files) compgen -f -- "$2" ;;
            directories) compgen -d -- "$2" ;;
          esac
        )
        # Outside a completion, as in a test, there are no options to set.
        case $1 in
          files | directories) compopt -o filenames 2>/dev/null || true ;;
        esac
      }
      """;

  private final CompletionTable table;
  private final StringBuilder script = new StringBuilder();

  private BashCompletion(CompletionTable table) {
    this.table = table;
  }

  public static String of(CompletionTable table) {
    BashCompletion completion = new BashCompletion(table);
    completion.script.append(WALK.replace("AMBIGUOUS", String.join(" ", RunWords.AMBIGUOUS)));
    completion.script.append(ShellWords.programs(table));
    completion.commands();
    completion.script.append(ShellWords.values(table));
    completion
        .script
        .append("\ncomplete -F _sandboxed sandboxed ")
        .append(String.join(" ", table.programs().keySet()));
    return completion.script.append('\n').toString();
  }

  private void commands() {
    script.append("\n# Sets what a command takes.\n_sandboxed_command() {\n  case $1 in\n");
    for (CompletionTable.Entry entry : table.entries()) {
      script.append("    '").append(entry.path()).append("')\n");
      variable("subcommands", entry.subcommandWords());
      variable("flags", entry.words(CompletionTable.Value.NONE));
      variable("valued", entry.words(CompletionTable.Value.REQUIRED));
      variable("attached", entry.words(CompletionTable.Value.ATTACHED));
      variable("operand", ShellWords.of(entry.operand()));
      variable("passing", String.valueOf(entry.passing()));
      script.append("      ;;\n");
    }
    script.append("  esac\n}\n");
  }

  private void variable(String name, String value) {
    script.append("      ").append(name).append("='").append(value).append("'\n");
  }
}
