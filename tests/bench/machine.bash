# shellcheck shell=bash
# What the figures depend on, a line each: a name, a tab, a value. Sourced by run.

# shellcheck disable=SC2154 # run's

look_at_machine() {
  local load
  read -r load _ </proc/loadavg
  {
    printf 'processor\t%s\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
    printf 'processors\t%s\n' "$(nproc)"
    printf 'kernel\t%s\n' "$(uname -r)"
    printf 'bubblewrap\t%s\n' "$(bwrap --version)"
    printf 'bash\t%s\n' "$BASH_VERSION"
    printf 'java\t%s\n' "$("$java" --version | head -n 1)"
    printf 'load before\t%s\n' "$load"
    printf 'commit\t%s\n' "$(git -C "$top" describe --always --dirty 2>/dev/null || echo unknown)"
    printf 'runs\t%s\n' "$runs"
  } >"$work/machine"
  if ((10#${load/./} > 30)); then
    say "the machine is not quiet: its load is $load, so the figures say little"
  fi
}
