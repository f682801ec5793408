# shellcheck shell=bash
# The clock, and the order in which things are measured. Sourced by run.

# shellcheck disable=SC2154 # run's: samples, runs, work

# One line of the result: the part and the case, what was measured (the first of a case is what the others are compared with), a
# number, its unit.
record() { # case, what, number, unit
  # shellcheck disable=SC2154 # run's
  printf '%s\t%s\t%s\t%s\t%s\n' "$part" "$1" "$2" "$3" "$4" >>"$samples"
}

# From before the process is made until it has been waited for. That is the same for all, and has a row of its own.
timed() { # case, what, command…
  local began=$EPOCHREALTIME ended
  if ! "${@:3}" </dev/null >"$work/said" 2>&1; then
    say "$2 failed:"
    cat "$work/said" >&2
    exit 1
  fi
  ended=$EPOCHREALTIME
  record "$1" "$2" "$((${ended/[.,]/} - ${began/[.,]/}))" us
}

# Calls measure_NAME for each name, in rounds. A round that is not counted comes first.
interleaved() { # how many rounds, name…
  local round at count=$(($# - 1)) names=("${@:2}") counted=$samples
  samples=/dev/null
  for ((round = 0; round <= $1; round++)); do
    ((round == 0)) || samples=$counted
    for ((at = 0; at < count; at++)); do
      "measure_${names[(at + round + count - 1) % count]}"
    done
  done
}

at_most() { # a number of rounds
  echo "$((runs < $1 ? runs : $1))"
}
