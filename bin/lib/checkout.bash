# What bin/sandboxed and bin/setup must agree on: where a checkout keeps its build, and when that build is current.
# Sourced with `self` set to a program of bin/. Every launch passes through here.

checkout=${self%/*}/..
app=$checkout/target/app
jar=$app/sandboxed.jar
# shellcheck disable=SC2034 # not all that source this use it
aot=$app/sandboxed.aot
# There if the last attempt to make that failed.
no_aot=$app/no-aot

# Written last by a build, so that a killed build leaves none. NUL-terminated fields: the checkout's physical path,
# the JDK's path, and that JDK's release file at that time. It is not older than what was built.
stamp=$app/built

# What the build is made of. It includes directories, because their time shows that a file was removed.
build_inputs() {
  shopt -s globstar
  inputs=("$checkout/pom.xml" "$checkout"/.mvn/* "$checkout"/src/build/** "$checkout"/src/main/java/**)
  shopt -u globstar
}

# Begins to find out whether one of these is newer than the stamp: `inputs_changed` has the answer. bash takes three times as
# long as find to look at hundreds of files.
look_at_inputs() {
  local find
  inputs_asked=''
  # Not the first one on PATH, which an agent may have put into its project.
  for find in {/usr,,/run/current-system/sw}/bin/find; do
    [[ -x $find ]] || continue
    # Like the patterns, nothing whose name begins with a dot. Where it cannot look, they decide, and match nothing.
    exec {inputs_asked}< <(
      exec "$find" "$built_home/pom.xml" "$built_home"/.mvn/* "$built_home"/src/{build,main/java} \
        -name '.*' -prune -o -newer "$built_home/target/app/built" -print -quit 2>/dev/null
    )
    inputs_finder=$!
    return
  done
}

inputs_changed() {
  local input inputs changed=''
  if [[ -n $inputs_asked ]]; then
    IFS= read -r changed <&"$inputs_asked"
    exec {inputs_asked}<&-
    if wait "$inputs_finder"; then
      [[ -n $changed ]]
      return
    fi
  fi
  build_inputs
  for input in "${inputs[@]}"; do
    [[ ! $input -nt $stamp ]] || return 0
  done
  return 1
}

# Sets `built_home` (the checkout's physical path), `built_jdk` and `built_release` to what the last build was made with.
read_stamp() {
  [[ -f $stamp ]] || return 1
  {
    IFS= read -r -d '' built_home && IFS= read -r -d '' built_jdk && IFS= read -r -d '' built_release
  } <"$stamp"
}

# Whether there is a build, made at this place, by a JDK that has not changed since.
checkout_is_built() {
  local release=''
  read_stamp && [[ -f $jar ]] || return 1
  # A checkout that was moved or copied needs a new build: the AOT cache holds the jars' paths.
  [[ $built_home -ef $checkout && -x $built_jdk/bin/java && -f $built_jdk/release ]] || return 1
  IFS= read -r -d '' release <"$built_jdk/release" || true
  [[ $release == "$built_release" ]]
}

# Whether it was also made from the sources as they are now.
checkout_is_current() {
  checkout_is_built || return 1
  look_at_inputs
  ! inputs_changed
}

# Whether there is a cache of these jars, or it is known that none can be made, or not here.
cache_is_current() {
  [[ (-f $aot && $aot -nt $jar) || -e $no_aot || ! -w $app ]]
}
