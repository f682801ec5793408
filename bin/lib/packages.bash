# What sandboxed needs from the operating system, and how to get it. Sourced by bin/setup, with jdk.bash.

# Command, Debian's package, what it is for. Nothing starts without these.
required=(
  "bwrap bubblewrap the sandbox itself"
  "setpriv util-linux dropping privileges at a launch"
  "flock util-linux keeping two builds apart"
  "find findutils looking through the project at a launch"
  "git git finding the project, and working in it"
  "find findutils looking for what git obeys, before and after a session"
  "mvn maven building sandboxed"
)
# Launches start without these, and one that needs a missing program says so. They are installed if that is possible.
wanted=(
  "slirp4netns slirp4netns the network tier internet-only"
  "ip iproute2 its routes"
  "strace strace seeing what a dev shell's evaluation reads"
)
# Wanted if no agent is on PATH.
npm="npm npm fetching an agent"
needed_by_tests=(
  "tmux tmux a real terminal to test in"
  "less less a program to put in the background there"
  "zsh zsh completion in it"
  "fish fish completion in it"
  "mandoc mandoc checking the man page"
  "shellcheck shellcheck checking the shell files"
  "shfmt shfmt formatting the shell files"
  "nix nix-bin real dev shells"
  "patchelf patchelf building the flake's packages"
  "ssh-agent openssh-client signing commits with a key that stays outside"
  "socat socat the sandbox that Claude Code makes for itself"
  "gpg gpg the same with GnuPG"
  "gpg-agent gpg-agent its keeper of keys"
  "apparmor_parser apparmor the policies of the NixOS module"
  "nft nftables ports that are published to the LAN"
  "python3 python3 a virtual environment, whose program goes by its name"
  "pytest-3 python3-pytest tests in it"
  "cargo cargo a build by a toolchain in the home"
  "go golang-go a build with cgo, whose compiler comes along with cargo"
  "chromium chromium a browser without a window"
  "pg_createcluster postgresql a database"
  "git-lfs git-lfs large files in git"
  "vim.tiny vim-tiny an editor"
  "aspell aspell-en a program whose data is in /var/lib"
  "$npm"
)
readonly jdk_package=openjdk-25-jdk-headless

# Installs what is missing of `required` and `wanted`, and a JDK. Sets `jdk`.
install_missing() {
  local needs wishes packages
  find_needs
  if [[ -n $jdk ]] && ((${#needs[@]} + ${#wishes[@]} == 0)); then
    return
  elif ! type -P apt-get >/dev/null; then
    go_on_without "Install what is missing with this system's package manager, and run this again."
  elif ((EUID != 0)) && ! type -P sudo >/dev/null; then
    name_packages
    go_on_without "There is no sudo here. Run as root: bin/setup --no-build (or apt-get install ${packages[*]})"
  else
    name_packages
    install_with_apt
  fi
}

# Sets `needs` and `wishes` to what is missing, and `jdk`.
find_needs() {
  local need
  needs=() wishes=()
  for need in "${required[@]}"; do
    is_there "${need%% *}" || needs+=("$need")
  done
  for need in "${wanted[@]}"; do
    is_there "${need%% *}" || wishes+=("$need")
  done
  find_jdk
}

# Administration programs are not on everybody's PATH.
is_there() {
  PATH=$PATH:/usr/sbin:/sbin type -P "$1" >/dev/null
}

# Sets `packages` to Debian's names of what is missing, each once.
name_packages() {
  local need package
  packages=()
  for need in "${needs[@]}" "${wishes[@]}"; do
    package=${need#* } package=${package%% *}
    [[ " ${packages[*]-} " == *" $package "* ]] || packages+=("$package")
  done
  [[ -n $jdk ]] || packages+=("$jdk_package")
}

say_needs() {
  local need rest
  say "this needs:"
  for need in "${needs[@]}" "${wishes[@]}"; do
    rest=${need#* }
    say "  ${need%% *}, for ${rest#* } (Debian's package ${rest%% *})"
  done
  [[ -n $jdk ]] || say "  a JDK, version $least_jdk or newer, for building and running it (from Debian 13 on $jdk_package)"
}

# What is missing cannot be installed from here. That ends the setup only if something required is missing.
go_on_without() { # why, and what a person can do
  if [[ -n $jdk ]] && ((${#needs[@]} == 0)); then
    return
  fi
  say_needs
  [[ -n $jdk ]] || say_jdk_search
  fail "$@"
}

say_jdk_search() {
  say "There is no such JDK in any of these places:" "${jdk_search[@]/#/  }" \
    "If the distribution has none, install Eclipse Temurin $least_jdk (sdkman and mise have it too)," \
    "or set JAVA_HOME to a JDK that is elsewhere."
}

install_with_apt() {
  apt_has_all "${packages[@]}" || apt_update || true
  if [[ -z $jdk ]] && ! apt_has "$jdk_package"; then
    jdk_search+=("apt: this release of the distribution has no $jdk_package")
    go_on_without "Nothing was installed: without a JDK the rest is useless. Run this again when you have one."
  fi
  say_needs
  say "installing with apt-get: ${packages[*]}"
  # Lists can know of versions that the mirror no longer has.
  if ! apt_install && ! { apt_update && apt_install; }; then
    say "$said"
    go_on_without "apt-get could not install it."
    say "apt-get could not install it; going on without"
    return
  fi
  hash -r
  find_needs
  go_on_without "apt-get installed the packages, but this is still not on PATH: $PATH"
}

# Whether apt could install all of the packages.
apt_has_all() {
  local package
  for package; do
    apt_has "$package" || return 1
  done
}

apt_has() {
  local candidate
  candidate=$(LC_ALL=C apt-cache policy -- "$1" 2>/dev/null | sed -n 's/^  Candidate: //p')
  [[ -n $candidate && $candidate != '(none)' ]]
}

apt_update() {
  say "apt's lists are missing something or out of date: apt-get update"
  # Otherwise an unreachable mirror is only a warning.
  apt update -o APT::Update::Error-Mode=any
}

apt_install() {
  apt install -y --no-install-recommends "${packages[@]}"
}

# udev gives everybody the device that slirp4netns needs. Without udev, as in some virtual machines, only root can use it.
# A person without sudo is told by the launch that needs it; a person who may use it already is not asked for sudo.
open_tun() {
  local tun=/dev/net/tun
  if [[ ! -c $tun || $(stat -c %a "$tun") == 666 ]]; then
    return
  elif ((EUID != 0)) && { [[ -r $tun && -w $tun ]] || ! type -P sudo >/dev/null; }; then
    return
  fi
  say "ordinary users cannot use $tun here: chmod 666, as udev does, for the network tier internet-only"
  as_root chmod 666 "$tun" || say "that failed; going on without"
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    sudo "$@"
  fi
}

# Runs apt-get as root. What it says is in `said`.
apt() {
  quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=0 "$@"
}
