# Builds the checkout, and the AOT cache that makes it start quickly. Sourced by bin/setup, with checkout.bash; runs in
# the checkout's top directory.

# Two launches at once build once: the second waits for the first and finds its work done.
build_once() {
  if ! { mkdir -p target && : >>target/setup.lock; } 2>/dev/null \
    || [[ -e target/app && ! -w target/app ]] || [[ -e target/classes && ! -w target/classes ]]; then
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
  if ! checkout_is_current; then
    build
  elif ! cache_is_current; then
    say "making the cache again that lets it start quickly (once)"
    train
  fi
  exec {lock}>&-
}

build() {
  local input inputs release
  say "building (once)"
  # Maven trusts what it finds, and an earlier build may have been killed halfway: begin from nothing.
  rm -rf target/{app,classes,generated-sources,maven-archiver,maven-status}
  # A file edited from now on is newer than the stamp will be. A file that claims to be from the future is not.
  : >target/started
  build_inputs
  for input in "${inputs[@]}"; do
    [[ ! $input -nt target/started ]] || touch -r "$input" target/started
  done

  JAVA_HOME=$jdk quietly mvn -q -B -Dmaven.test.skip=true package || fail "$said" "the build failed"
  quietly "$jdk/bin/java" src/build/StackMaps.java target/app/*.jar || fail "$said" "the build failed"
  train

  IFS= read -r -d '' release <"$jdk/release" || true
  printf '%s\0' "$home" "$jdk" "$release" >target/app/built.new
  touch -r target/started target/app/built.new
  mv target/app/built.new target/app/built
}

# Starts the command once, in a home of its own, for the JVM to remember what it loads and links (JEP 514). The cache
# knows the time of each jar, so it is made after them. Without it everything works, only a second slower.
train() {
  local training
  # Not in the checkout: the program that launches the next sandbox must not be a project.
  training=$(mktemp -d)
  if ! make_cache; then
    say "the cache that lets it start quickly cannot be made, so each launch takes about a second longer" \
      "  bin/setup tries again, bin/setup --verbose shows what java says"
    : >"$no_aot"
  fi
  rm -rf "$training" "$aot.new" target/training
}

make_cache() {
  # The agent is a program on PATH, so it is where no sandbox can put another beside it, as one may in TMPDIR.
  rm -rf target/training
  quietly "$BASH" -p src/build/furnish "$training" "$home/target/training" || return
  # A whole launch, up to the answer for src/main/bash/front: what is not trained is made anew each time. The others are for
  # a machine where none can be planned.
  train_with run claude --project "$training/project" \
    || train_with run claude --project "$training/project" --network none \
    || train_with --version \
    || return
  # With AOTMode=on java fails if it cannot use the cache.
  quietly "$jdk/bin/java" -XX:AOTMode=on -XX:AOTCache="$aot.new" -cp "$home/target/app/sandboxed.jar" -version \
    && quietly mv -T "$aot.new" "$aot"
}

# The cache is made where it will be: a launch never finds half of one, and no sandbox can write there, as one may in TMPDIR.
train_with() { # arguments
  quietly env -i PATH="$home/target/training:$PATH" HOME="$training/home" LANG="${LANG:-C.UTF-8}" SANDBOXED_HOME="$home" \
    SANDBOXED_ANSWER_FD=3 SANDBOXED_TERMINAL=1 \
    "$jdk/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -XX:AOTCacheOutput="$aot.new" \
    -jar "$home/target/app/sandboxed.jar" "$@" 3>/dev/null \
    && [[ -s $aot.new ]]
}
