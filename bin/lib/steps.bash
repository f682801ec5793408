# How bin/setup talks to a person: what it is about to do, one question, and steps that show that they live. Sourced by
# bin/setup, which sets `yes` and `verbose`.

# Seconds without a new word after which a step that waits for the network is ended. The variable is for tests.
patience=${SANDBOXED_SETUP_PATIENCE:-120}
# Without a terminal a step that takes long has a line of its own only so often.
readonly now_and_then=20

terminal=false
[[ ! -t 2 ]] || terminal=true
# The programs that run sometimes ask for the width themselves, and bash remembers what they found.
shopt -s checkwinsize

log='' log_wanted=false
# What does not stay, however this ends.
leftovers=()
worker='' committed=false pending=''
line_open=false
step=0 steps=0 step_name='' step_began=0 next_line=0

say() {
  close_line
  printf 'sandboxed: %s\n' "$1" >&2
  shift
  (($# == 0)) || printf '  %s\n' "${@//$'\n'/$'\n  '}" >&2
}

# The last line is what helps.
fail() {
  say "$@"
  exit 1
}

close_line() {
  ! $line_open || printf '\r\e[K' >&2
  line_open=false
}

# On a terminal the line is written over by the next.
show() {
  local text="sandboxed: $1"
  if $terminal; then
    printf '\r\e[K%s' "${text:0:${COLUMNS:-80}-1}" >&2
    line_open=true
  elif ((SECONDS >= next_line)); then
    printf '%s\n' "$text" >&2
    next_line=$((SECONDS + now_and_then))
  fi
}

# Whether there is a person to ask.
can_ask() {
  ! $yes && $terminal && [[ -t 0 && -z ${CI-} ]]
}

# Whether the person says so. The second argument is what Enter means.
ask() { # question, y or n
  local answer choice='[Y/n]'
  [[ $2 == y ]] || choice='[y/N]'
  close_line
  printf 'sandboxed: %s %s ' "$1" "$choice" >&2
  IFS= read -r answer || { printf '\n' >&2 && return 1; }
  [[ ${answer:-$2} == [yY] || ${answer,,} == yes ]]
}

begin_step() { # its name
  step=$((step + 1)) step_name="[$step/$steps] $1" step_began=$SECONDS next_line=0
  show "$step_name …"
}

end_step() { # what it did
  close_line
  printf 'sandboxed: %s … %s, %s\n' "$step_name" "$1" "$(duration $((SECONDS - step_began)))" >&2
}

duration() { # seconds
  if (($1 < 60)); then
    printf '%d s' "$1"
  else
    printf '%d min %d s' $(($1 / 60)) $(($1 % 60))
  fi
}

# Runs a command, keeps its words in the log and the last of them in `said`, and shows that it lives. HEARD is called with each
# line, at first with an empty one; it may set `so_far`, what a person sees, and `waiting`, whether only the network can bring the next line: then the
# command is ended, and `stalled` set, when that has brought none for long.
watched() { # HEARD command…
  local heard=$1 from line='' part last='' now=$SECONDS silent=0 status=0 words=()
  shift
  said='' so_far='' stalled=false
  [[ -n $log ]] || log=$(mktemp -t sandboxed-setup.XXXXXX)
  printf '+ %s\n' "$*" >>"$log"
  "$heard" ''
  if $committed; then
    # What has begun to change the system comes to its end. In a process group of its own, because apt-get stops at Ctrl-C even
    # where that is ignored. perl is wherever apt-get is.
    exec {from}< <(trap '' INT HUP && exec perl -e 'setpgrp; exec @ARGV' "$@" </dev/null 2>&1)
  else
    exec {from}< <(exec "$@" </dev/null 2>&1)
  fi
  worker=$!
  while true; do
    # Counted, because the clock goes on while all this is suspended.
    ((SECONDS == now)) || silent=$((silent + 1))
    now=$SECONDS
    if IFS= read -r -t 1 part <&"$from"; then
      line+=$part
      printf '%s\n' "$line" >>"$log"
      ! $verbose || printf '%s\n' "$line" >&2
      # apt-get repeats itself while it waits.
      [[ $line == "$last" ]] || silent=0
      last=$line
      words+=("$line")
      ((${#words[@]} < 60)) || words=("${words[@]:30}")
      "$heard" "$line"
      line=''
    elif (($? > 128)); then
      line+=$part
      # It may have left something behind that keeps its output open.
      [[ -d /proc/$worker ]] || break
    else
      break
    fi
    if $waiting && ((silent >= patience)) && end_worker; then
      stalled=true
      break
    fi
    $verbose || tell_life "$silent"
  done
  exec {from}<&-
  wait "$worker" 2>/dev/null || status=$?
  worker=''
  said=$(printf '%s\n' ${words[@]+"${words[@]}"})
  ! $stalled || status=124
  # Ctrl-C, which has come here as well, perhaps a moment later.
  ((status != 130)) || stop 130
  [[ -z $pending ]] || exit "$pending"
  return "$status"
}

tell_life() { # seconds of silence
  local text
  text="$step_name … ${so_far:+$so_far, }$(duration $((SECONDS - step_began)))"
  ! $waiting || (($1 < 10)) || text+=" (no answer from the network for $1 s; the limit is $patience)"
  show "$text"
}

waiting=false
hear_nothing() { waiting=false; }

# Runs what needs no network.
quietly() {
  watched hear_nothing "$@"
}

# A program that root runs cannot be ended by anybody else.
end_worker() {
  # By bash, because a minimal machine has no program of that name. In a session of its own, because sudo passes no signal on that
  # comes from its own process group.
  # shellcheck disable=SC2016 # for that bash
  kill "$worker" 2>/dev/null || as_root_again setsid --wait "$BASH" -c 'kill "$1"' kill "$worker"
}

# As root, if that needs no password any more.
as_root_again() {
  ((EUID != 0)) && type -P sudo >/dev/null && sudo -n "$@" 2>/dev/null
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    sudo "$@"
  fi
}

stop() { # exit status
  if $committed; then
    # A window that is closed takes no words, and that would be an error.
    [[ $1 != 129 ]] || exec 2>/dev/null
    say "finishing the packages first: half of one would be in the way of the next"
    pending=$1
  else
    # Here, because this may have come in the middle of it.
    clean_up
    exit "$1"
  fi
}

clean_up() {
  # The terminal may be gone, and nothing can be written.
  set +e
  trap '' INT TERM HUP
  close_line
  if [[ -n $worker ]]; then
    ! end_worker || wait "$worker" 2>/dev/null || true
    worker=''
  fi
  ((${#leftovers[@]} == 0)) || rm -rf -- "${leftovers[@]}"
  [[ -z $log ]] || $log_wanted || rm -f -- "$log"
}

trap clean_up EXIT
trap 'stop 130' INT
trap 'stop 143' TERM
trap 'stop 129' HUP
