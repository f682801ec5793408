# shellcheck shell=bash
# The parts. Sourced by run.

# shellcheck disable=SC2154 # run's
# shellcheck disable=SC2317 # called by their names

sandboxed() { # argument…
  "$top/bin/sandboxed" run --quiet "$@"
}

# Each kind of launch has a home of its own, so that what was planned for one is not what another finds. Plans are looked for in
# the usual cache only, so no variable moves it.
use_cache() { # name
  HOME=$work/homes/$1
  mkdir -p "$HOME"
}

forget() {
  rm -rf -- "$HOME/.cache"
}

# The plan of the newest launch with this cache: see docs/plan.md.
find_plan() {
  local plans=("$HOME"/.cache/sandboxed/plans/*/bwrap.args)
  ((${#plans[@]} == 1)) || {
    say "there should be one plan in $HOME/.cache, and there are ${#plans[@]}"
    exit 1
  }
  plan=${plans[0]%/*}
}

# The words of bubblewrap with every mount made by itself, also those that a launch makes before it starts bubblewrap.
apart() {
  local given gathered at number
  mapfile -d '' -t given <"$plan/bwrap.args"
  for ((at = 0; at < ${#given[@]}; at++)); do
    if [[ ${given[at]} != --ro-bind || ${given[at + 1]} != "$plan"/gathered/* ]]; then
      printf '%s\0' "${given[at]}"
      continue
    fi
    mapfile -d '' -t gathered <"${given[at + 1]}/paths"
    for ((number = 0; number < ${#gathered[@]}; number += 2)); do
      printf '%s\0' --ro-bind "${gathered[number]}" "${given[at + 2]}/${gathered[number + 1]}"
    done
    at=$((at + 2))
  done
}

# As src/main/bash/sandbox starts it, filter and status included, without anything else of ours.
bubblewrap() { # a file of its words, a word in front of it…
  local program
  mapfile -d '' -t program <"$plan/bwrap"
  (exec -c "${@:2}" "${program[@]}" --args 3 --args 4 --json-status-fd 6 -- /bin/true \
    3<"$1" 4</dev/null 5<"$plan/seccomp.bpf" 6>/dev/null)
}

warm() { # case, cache, what, option…
  local -x HOME=$HOME
  use_cache "$2"
  timed "$1" "$3" sandboxed "${@:4}" -- true
}

cold() { # case, cache, what, option…
  local -x HOME=$HOME
  use_cache "$2"
  forget
  timed "$1" "$3" sandboxed "${@:4}" -- true
}

alone() { # case, cache, what, a word in front of it…
  local -x HOME=$HOME
  local plan
  use_cache "$2"
  find_plan
  apart >"$work/words"
  timed "$1" "$3" bubblewrap "$work/words" "${@:4}"
}

# With the mounts that are gathered for it.
behind() { # case, cache, what
  local -x HOME=$HOME
  local plan entrance
  use_cache "$2"
  find_plan
  mapfile -d '' -t entrance <"$plan/entrance"
  timed "$1" "$3" bubblewrap "$plan/bwrap.args" ${entrance[@]+"${entrance[@]}"}
}

measure_raw() { alone true none 'bubblewrap, the same mounts'; }
measure_behind() { behind true none 'bubblewrap, as sandboxed starts it'; }
measure_nothing() { timed true 'no sandbox: true alone' env true; }
measure_warm_none() { warm true none 'sandboxed, none, warm' --network none; }
measure_warm_full() { warm true full 'sandboxed, full, warm' --network full; }
measure_warm_internet() { warm true internet 'sandboxed, internet-only, warm' --network internet-only; }
measure_warm_allowlist() { warm true allowlist 'sandboxed, allowlist, warm' --network allowlist; }
measure_cold_none() { cold true cold 'sandboxed, none, cold' --network none; }
measure_cold_full() { cold true cold 'sandboxed, full, cold' --network full; }
measure_cold_internet() { cold true cold 'sandboxed, internet-only, cold' --network internet-only; }
measure_cold_allowlist() { cold true cold 'sandboxed, allowlist, cold' --network allowlist; }

part_launch() {
  find_others
  cd "$work/project"
  # Twice, because the very first launch has Java plan the next one, too.
  (samples=/dev/null && measure_warm_none && measure_warm_none)
  interleaved "$runs" raw behind nothing {warm,cold}_{none,full,internet,allowlist} ${others[@]+"${others[@]}"}
}

# What looks like store paths, and a profile for each number of them.
part_store() {
  local number at path
  cd "$work/project"
  for number in 0 100 400 800 1600; do
    {
      printf 'extends = "default"\n[filesystem]\nread = [\n'
      for ((at = 0; at < number; at++)); do
        printf -v path '%s/store/%08d-package-1.%d' "$work" "$at" "$at"
        mkdir -p "$path/bin"
        printf '  "%s",\n' "$path"
      done
      printf ']\n'
    } >"$XDG_CONFIG_HOME/sandboxed/profiles/store-$number.toml"
    eval "measure_store_raw() { alone '$number paths' store-$number 'bubblewrap, the same mounts'; }
      measure_store_warm() { warm '$number paths' store-$number 'sandboxed, none, warm' --network none --profile store-$number; }
      measure_store_cold() { cold '$number paths' store-cold 'sandboxed, none, cold' --network none --profile store-$number; }"
    (samples=/dev/null && measure_store_warm)
    interleaved "$(at_most 3)" store_raw store_warm store_cold
  done
}

part_project() {
  local number profile
  for number in 0 10000 200000; do
    mkdir "$work/project-$number"
    cd "$work/project-$number"
    git init -q .
    if ((number > 0)); then
      seq -f 'src/%06.0f' 0 100 "$((number - 1))" | xargs mkdir -p
      seq 0 "$((number - 1))" | awk '{ printf "src/%06d/file%d.txt\n", int($1 / 100) * 100, $1 }' | xargs touch
    fi
    for profile in default strict; do
      eval "measure_project_warm_$profile() {
          warm '$number files' project-$number-$profile 'profile $profile, warm' --network none --profile $profile; }
        measure_project_cold_$profile() {
          cold '$number files' project-cold 'profile $profile, cold' --network none --profile $profile; }"
    done
    interleaved "$(at_most 3)" project_{warm,cold}_{default,strict}
    cd "$work/project"
    rm -rf "$work/project-$number"
  done
}

at_once() { # how many, option…
  local pids=() pid at status=0
  for ((at = 0; at < $1; at++)); do
    sandboxed "${@:2}" -- true &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do
    wait "$pid" || status=1
  done
  return "$status"
}

part_many() {
  local number tier
  local -x HOME=$HOME
  cd "$work/project"
  use_cache many
  for number in 1 10 50; do
    for tier in none internet-only; do
      eval "measure_many_$tier() { timed '$number at once' 'sandboxed, $tier, until the last has ended' at_once $number --network $tier; }"
    done
    interleaved "$(at_most 2)" many_none many_internet-only
  done
}

# In kilobytes, shared pages included, of each process that is not in the sandbox: bubblewrap's first process inside and all below
# it are not counted.
outside() { # process
  local name size child children=()
  [[ -e /proc/$1/status && /proc/$1/ns/pid -ef /proc/$$/ns/pid ]] || return 0
  name=$(</proc/"$1"/comm)
  size=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$1/status")
  printf '%s %s\n' "$name" "${size:-0}"
  read -ra children <"/proc/$1/task/$1/children" || true
  for child in ${children[@]+"${children[@]}"}; do
    outside "$child"
  done
}

part_memory() {
  local tier launched name size total processes
  cd "$work/project"
  for tier in none full internet-only allowlist; do
    use_cache memory
    rm -f "$work/project/there"
    "$top/bin/sandboxed" run --quiet --network "$tier" -- sh -c 'touch there; exec sleep 600' </dev/null >/dev/null 2>&1 &
    launched=$!
    until [[ -e $work/project/there ]]; do
      kill -0 "$launched" || exit 1
      sleep 0.1
    done
    # What is there once the start has passed.
    sleep 2
    processes=() total=0
    while read -r name size; do
      processes+=("$name")
      total=$((total + size))
    done < <(outside "$launched")
    record "$tier" "${processes[*]}" "$total" KiB
    kill "$launched"
    wait "$launched" || true
  done
}

into_world() { # command…
  # As in NetworkWorld: an ordinary user, who has no rights over this network.
  # shellcheck disable=SC2016 # for the inner shell
  nsenter --target "$world" --user --mount --net --preserve-credentials -- \
    unshare --user --map-user="$(id -u)" --map-group="$(id -g)" --wd="$PWD" -- "$@"
}

# A machine on an internet made of namespaces sends as much as it can; the time is taken inside, from the first byte to the last.
download() { # tier, the server's name there, option…
  local took
  # shellcheck disable=SC2016 # for the inner shell
  took=$(into_world "$top/bin/sandboxed" run --quiet --network "$1" "${@:3}" -- bash -c '
    exec 3<>"/dev/tcp/$0/9000" || exit
    began=$EPOCHREALTIME
    head -c 268435456 <&3 | wc -c >/dev/null
    ended=$EPOCHREALTIME
    echo $((${ended/[.,]/} - ${began/[.,]/}))' "$2")
  record 'download of 256 MiB' "$1" "$((268435456 / took))" MB/s
}

measure_full() { download full 203.0.113.7; }
measure_internet() { download internet-only 203.0.113.7; }
# Every name is at that address there.
measure_allowlist() { download allowlist fast.example --allow fast.example:9000; }

part_throughput() {
  local ready
  cd "$work/project"
  use_cache throughput
  mkdir "$work/world"
  exec {ready}< <(exec setpriv --pdeathsig KILL unshare --user --map-root-user --net --mount \
    bash "$top/tests/bash/network-world" "$work/world" "$top/tests/perl/services" 2>&1)
  world=$!
  read -r -t 30 -u "$ready" _ || exit 1
  # shellcheck disable=SC2016 # perl's
  nsenter --target "$world" --user --preserve-credentials --net="/proc/$world/root$work/world/internet" -- \
    setpriv --pdeathsig KILL perl -MIO::Socket -e '
      my $door = IO::Socket::INET->new(Listen => 5, ReuseAddr => 1, LocalAddr => "203.0.113.7:9000") or die;
      my $block = "x" x 1048576;
      $SIG{PIPE} = "IGNORE";
      while (my $caller = $door->accept) { 1 while defined syswrite $caller, $block }' &
  sleep 0.5
  interleaved "$(at_most 5)" full internet allowlist
}
