# Finds a JDK that can build sandboxed and run it, by reading the `release` file that every JDK has: nothing is started.
# Sourced by bin/setup, with checkout.bash.

# The version pom.xml compiles for (maven.compiler.release).
readonly least_jdk=25

# Sets `jdk` to the first suitable one. Otherwise `jdk` is empty and `jdk_search` lists, line by line, what was looked at.
find_jdk() {
  jdk='' jdk_search=()
  consider_java_home \
    || consider_last_build \
    || consider_path \
    || consider_jdks /usr/lib/jvm \
    || consider_jdks "${SDKMAN_DIR:-${HOME:-}/.sdkman}/candidates/java" \
    || consider_jdks "${MISE_DATA_DIR:-${XDG_DATA_HOME:-${HOME:-}/.local/share}/mise}/installs/java" \
    || consider_jdks "${ASDF_DATA_DIR:-${HOME:-}/.asdf}/installs/java" \
    || true
}

consider_java_home() {
  if [[ -n ${JAVA_HOME:-} ]]; then
    consider_jdk "$JAVA_HOME" JAVA_HOME
  else
    jdk_search+=("JAVA_HOME is not set")
    return 1
  fi
}

# JAVA_HOME need only be set once.
consider_last_build() {
  read_stamp && consider_jdk "$built_jdk" "the last build's"
}

consider_path() {
  local java
  if java=$(type -P java); then
    java=$(readlink -f -- "$java")
    consider_jdk "${java%/bin/java}" "java on PATH"
  else
    jdk_search+=("there is no java on PATH")
    return 1
  fi
}

consider_jdks() { # directory
  local candidate found=false
  for candidate in "$1"/*/; do
    # The distributions' short names are links to other entries.
    [[ -d $candidate && ! -L ${candidate%/} ]] || continue
    found=true
    consider_jdk "${candidate%/}" "$1" && return
  done
  $found || jdk_search+=("$1: nothing there")
  return 1
}

consider_jdk() { # its directory, where it was found
  local line version=''
  if [[ ! -r $1/release ]]; then
    jdk_search+=("$2: $1 has no release file, so its version is not known")
    return 1
  fi
  while IFS= read -r line || [[ -n $line ]]; do
    [[ $line != JAVA_VERSION=* ]] || version=${line#*=}
  done <"$1/release"
  version=${version//\"/}
  if [[ ! $version =~ ^[0-9]+ ]] || ((BASH_REMATCH[0] < least_jdk)); then
    jdk_search+=("$2: $1 is version ${version:-unknown}")
  elif [[ ! -x $1/bin/java || ! -x $1/bin/javac ]]; then
    jdk_search+=("$2: $1 is version $version, but without javac: a run-time environment only")
  else
    jdk=$(cd -P -- "$1" && pwd)
  fi
  [[ -n $jdk ]]
}
