# Builds the checkout, and the AOT cache that makes it start quickly. Sourced by bin/setup, with checkout.bash and
# steps.bash; runs in the checkout's top directory.

# What a build takes, in megabytes: what Maven fetches into ~/.m2 for the first, what is made here, and the room for that.
readonly maven_size=90 build_size=45 build_room=80

# Sets `to_build`: `all`, `cache` or nothing.
look_at_build() {
  to_build=''
  if ! checkout_is_current; then
    to_build=all
  elif ! cache_is_current; then
    to_build=cache
  fi
}

# Two launches at once build once: the second waits for the first and finds its work done.
build_once() {
  if ! { mkdir -p target && : >>target/setup.lock; } 2>/dev/null \
    || [[ -e target/app && ! -w target/app ]] || [[ -e target/classes && ! -w target/classes ]]; then
    if [[ -w . && (! -e target || -w target) ]]; then
      room_for . "$build_room" "a build" || fail "$no_room"
    fi
    fail "$(id -un) cannot write $PWD/target: let the owner of this checkout run bin/setup"
  fi
  # Maven inherits the lock, which therefore holds until the last writer is gone, even if this shell is killed.
  local lock
  exec {lock}>>target/setup.lock
  flock --nonblock "$lock" || {
    say "waiting for another build of this checkout"
    flock "$lock"
  }
  home=$(pwd -P)
  rm -f "$no_aot"
  look_at_build
  case $to_build in
    all) build ;;
    cache)
      say "making the cache again that lets it start quickly (once)"
      step_name="start-up cache" step_began=$SECONDS
      train
      ;;
  esac
  exec {lock}>&-
}

# Whether there is room. Otherwise `no_room` says so: what a full disk breaks halfway would be begun again at every launch.
room_for() { # directory, megabytes, what it is for
  local free
  free=$(df --output=avail --block-size=1M -- "$1" 2>/dev/null) || return 0
  free=${free##*[!0-9]}
  no_room="The disk is full: $(cd -- "$1" && pwd) has ${free:-?} MB left, and $3 takes $2 MB. Make room, then $setup"
  [[ -z $free ]] || ((free >= $2))
}

build() {
  local input inputs release
  room_for target "$build_room" "a build" || fail "$no_room"
  [[ -d ${HOME:-/}/.m2/repository ]] || room_for "${HOME:-/}" "$((maven_size + build_room))" "what Maven fetches" || fail "$no_room"
  begin_step build
  # Maven trusts what it finds, and an earlier build may have been killed halfway: begin from nothing.
  rm -rf target/{app,classes,generated-sources,maven-archiver,maven-status}
  # A file edited from now on is newer than the stamp will be. A file that claims to be from the future is not.
  : >target/started
  build_inputs
  for input in "${inputs[@]}"; do
    [[ ! $input -nt target/started ]] || touch -r "$input" target/started
  done

  fetched=0 asked=0
  JAVA_HOME=$jdk watched hear_maven mvn -B -Dmaven.test.skip=true package || build_failed
  quietly "$jdk/bin/java" src/build/StackMaps.java target/app/*.jar || build_failed
  quietly "$jdk/bin/java" src/build/PlainCalls.java target/app/sandboxed.jar target/app/*-*.jar || build_failed
  if ((fetched > 0)); then
    end_step "$fetched files fetched"
  else
    end_step "done"
  fi

  IFS= read -r -d '' release <"$jdk/release" || true
  printf '%s\0' "$home" "$jdk" "$release" >target/app/built.new
  touch -r target/started target/app/built.new
  mv target/app/built.new target/app/built
  # From now on a launch works, whatever becomes of the cache.
  begin_step "start-up cache"
  train
  [[ ! -f $aot ]] || end_step "done"
}

hear_maven() {
  case $1 in
    # What it asked for brings the next line, until it begins with something else: the compiler takes its time, too.
    *'Downloading from '*) asked=$((asked + 1)) ;;
    *'Downloaded from '*)
      asked=$((asked - 1)) fetched=$((fetched + 1))
      so_far="$fetched files fetched"
      ;;
    *'] --- '*) asked=0 ;;
    *'] Compiling '*) asked=0 so_far=compiling ;;
  esac
  waiting=false
  ((asked <= 0)) || waiting=true
}

# Without what Maven says of itself.
what_went_wrong() {
  local line lines=() kept=()
  mapfile -t lines <<<"$said"
  for line in "${lines[@]}"; do
    case $line in
      '[ERROR] '*'[Help'* | '[ERROR] To see'* | '[ERROR] Re-run'* | '[ERROR] For more'* | '[ERROR] ') ;;
      '[ERROR]'* | *.java:*) kept+=("${line:0:300}") ;;
    esac
  done
  if ((${#kept[@]} > 0)); then
    printf '%s\n' "${kept[@]:0:6}"
  else
    tail -n 6 <<<"$said"
  fi
}

build_failed() {
  log_wanted=true
  ! $stalled || said="[ERROR] no answer from the network for $patience s"
  say "the build failed:" "$(what_went_wrong)"
  case $said in
    *'No space left'*) fail "The disk is full: make room, then $setup (all words: $log)" ;;
    *'Could not transfer'* | *'Connection refused'* | *'timed out'* | *'Unknown host'* | *'resolv'*'host'*) stalled=true ;;
  esac
  ! $stalled || fail "If there is a proxy, write it into ~/.m2/settings.xml, below <proxies>, then $setup (all words: $log)"
  fail "all of Maven's words: $log"
}

# Starts the command once, in a home of its own, for the JVM to remember what it loads and links (JEP 514). The cache
# knows the time of each jar, so it is made after them. Without it everything works, only a second slower.
train() {
  local training own_home made
  room_for target "$build_room" "the cache that lets it start quickly" || {
    say "$no_room"
    return
  }
  # Project and home are not in the checkout, because nothing in it may be written from inside, and a launch that is refused trains
  # nothing. A sandbox may be able to write the project, as any. What it must not write is the home, whose settings git obeys, the
  # agent and the cache.
  training=$(mktemp -d)
  own_home=$home/target/training/home
  if (umask 077 && mkdir -p "${XDG_CACHE_HOME:-${HOME:-}/.cache}/sandboxed" 2>/dev/null); then
    own_home=$(mktemp -d "${XDG_CACHE_HOME:-${HOME:-}/.cache}/sandboxed/training.XXXXXX" 2>/dev/null) \
      || own_home=$home/target/training/home
  fi
  made=$home/target/sandboxed.aot
  leftovers+=("$training" "$own_home" "$made" "$home/target/training")
  if ! make_cache; then
    say "the cache that lets it start quickly cannot be made, so each launch takes about a second longer" \
      "bin/setup tries again, bin/setup --verbose shows what java says"
    : >"$no_aot" || true
  fi
  rm -rf "$training" "$own_home" "$made" target/training
}

make_cache() {
  local own=$home/target/training
  rm -rf "$own"
  quietly "$BASH" -p src/build/furnish "$own_home" "$training/project" "$own/bin" || return
  # A whole launch, up to the answer for src/main/bash/front: what is not trained is made anew each time. It is the second one,
  # because the very first keeps no index. The others are for a machine where none can be planned.
  start_planner -Xlog:disable run claude --project "$training/project" || true
  train_with run claude --project "$training/project" \
    || train_with run claude --project "$training/project" --network none \
    || train_with --version \
    || return
  # With AOTMode=on java fails if it cannot use the cache.
  quietly "$jdk/bin/java" -XX:AOTMode=on -XX:AOTCache="$made" -cp "$home/target/app/sandboxed.jar" -version \
    && quietly mv -T "$made" "$aot"
}

# The cache is made beside its place: a launch never finds half of one, and no sandbox can write there, as one may in TMPDIR. Not
# in the directory of the jars, whose changes are asked about, so that what asks about them is trained.
train_with() { # arguments
  start_planner "-XX:AOTCacheOutput=$made" "$@" && [[ -s $made ]]
}

# As src/main/bash/front does, which has a name for each number of words. What the JVM would record of how methods are used
# (JEP 515) is for the compiler that front does without; reading it costs each launch a twentieth.
start_planner() { # an option of java, arguments
  local names="${*/*/0000000000000000}"
  quietly env -i PATH="$own/bin:$PATH" HOME="$own_home" LANG="${LANG:-C.UTF-8}" SANDBOXED_HOME="$home" \
    SANDBOXED_ANSWER_FD=3 SANDBOXED_TERMINAL=1 SANDBOXED_WARM="$names:$own_home/.cache/sandboxed/warm" \
    "$jdk/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
    -XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining "$1" \
    -jar "$home/target/app/sandboxed.jar" "${@:2}" 3>/dev/null
}
