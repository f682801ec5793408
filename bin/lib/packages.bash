# What sandboxed needs from the operating system, and how to get it. Sourced by bin/setup, with jdk.bash
# and steps.bash.

# Command, Debian's package, what it is for. Nothing starts without these.
required=(
  "bwrap bubblewrap the sandbox itself"
  "setpriv util-linux dropping privileges at a launch"
  "flock util-linux keeping two builds apart"
  "git git finding the project, and working in it"
  "find findutils looking for what git obeys, before and after a session"
  "mvn maven building sandboxed"
)
# Launches start without these, and one that needs a missing program says so. They are installed if that is possible.
wanted=(
  "slirp4netns slirp4netns the network tier internet-only"
  "ip iproute2 its routes"
  "haproxy haproxy the network tier allowlist, which the profile strict has"
  "dnsmasq dnsmasq-base its names"
  "nft nftables its way to HAProxy, and ports that are published to the LAN"
  "strace strace seeing what a session is refused, and what a dev shell's evaluation reads"
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
  "openssl openssl certificates of hosts to reach in it"
  "sshd openssh-server a host to reach by ssh in it"
  "python3 python3 a virtual environment, whose program goes by its name"
  "pytest-3 python3-pytest tests in it"
  "pip3 python3-pip what it installs there"
  "gdb gdb a debugger"
  "cargo cargo a build by a toolchain in the home"
  "go golang-go a build with cgo, whose compiler comes along with cargo"
  "chromium chromium a browser without a window"
  "pg_createcluster postgresql a database"
  "git-lfs git-lfs large files in git"
  "vim.tiny vim-tiny an editor"
  "dbus-daemon dbus-daemon a session bus that a profile opens"
  "dbus-send dbus-bin a program that asks it"
  "Xvfb xvfb an X server that a profile opens"
  "xset x11-xserver-utils a program that asks it"
  "runc runc another program that makes sandboxes, from what is exported for it"
  "aspell aspell-en a program whose data is in /var/lib"
  "$npm"
)
readonly jdk_package=openjdk-25-jdk-headless

# The packages that apt's lists know.
declare -A candidates=()

# Whether something is missing of `required` and `wanted`, or a JDK. Sets `needs` and `wishes` to what is, and `jdk`.
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
  [[ -z $jdk ]] || ((${#needs[@]} + ${#wishes[@]} > 0))
}

# Administration programs are not on everybody's PATH. What the tests drive must be there for everybody: root runs them as another
# user, who cannot look into root's home, and rustup's cargo is not the one that a test copies.
is_there() {
  local program where entries
  where=$(PATH=$PATH:/usr/sbin:/sbin type -aP "$1") || return
  printf -v entries '\n%s' "${needed_by_tests[@]}"
  [[ $entries == *$'\n'"$1 "* && -n ${HOME:-} ]] || return 0
  while IFS= read -r program; do
    [[ $program == "$HOME"/* ]] || return 0
  done <<<"$where"
  return 1
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

# Finds out whether apt-get can install what is missing, before anything is said or changed: sets `installing`. Ends the setup
# if something required cannot come from there.
look_into_apt() {
  installing=false
  name_packages
  if ! type -P apt-get >/dev/null; then
    go_on_without "Install what is missing with this system's package manager, then: $setup"
  else
    ! $terminal || show "looking at what is there …"
    find_candidates
    if [[ -z $jdk && -z ${candidates[$jdk_package]-} ]] && ((${#candidates[@]} > 0)); then
      refuse_without_jdk
    elif ((EUID != 0)) && ! type -P sudo >/dev/null; then
      go_on_without "There is no sudo here. As root: $(root_command)"
    else
      installing=true
    fi
  fi
}

root_command() {
  printf 'apt-get update && apt-get install -y --no-install-recommends %s' "${packages[*]}"
}

refuse_without_jdk() {
  jdk_search+=("apt: this release of the distribution has no $jdk_package")
  go_on_without "Nothing was installed: without a JDK the rest is useless. When there is one: $setup"
}

# Sets `candidates` to the packages that apt's lists know. With no lists, it knows none.
find_candidates() {
  local line package=''
  declare -gA candidates=()
  while IFS= read -r line; do
    case $line in
      [!\ ]*:) package=${line%:} ;;
      '  Candidate: (none)') ;;
      '  Candidate: '*) candidates[$package]=1 ;;
    esac
  done < <(LC_ALL=C apt-cache policy -- "${packages[@]}" 2>/dev/null)
}

apt_knows_all() {
  local package
  for package in "${packages[@]}"; do
    [[ -n ${candidates[$package]-} ]] || return 1
  done
}

# What the packages take: sets `to_fetch` and `on_disk`, which are empty if apt's lists do not tell.
measure_packages() {
  local line
  to_fetch='' on_disk=''
  apt_knows_all || return 0
  while IFS= read -r line; do
    case $line in
      'Need to get '*) to_fetch=${line#Need to get } to_fetch=${to_fetch% of archives.} to_fetch=${to_fetch%/*} ;;
      'After this operation, '*' of additional'*) on_disk=${line#After this operation, } on_disk=${on_disk% of additional*} ;;
    esac
  done < <(LC_ALL=C apt-get install --assume-no --no-install-recommends -o Debug::NoLocking=1 "${packages[@]}" 2>/dev/null)
}

say_needs() {
  local need rest
  for need in "${needs[@]}" "${wishes[@]}"; do
    rest=${need#* }
    printf '    %-23s  %s: %s\n' "${rest%% *}" "${need%% *}" "${rest#* }" >&2
  done
  [[ -n $jdk ]] || printf '    %-23s  a JDK, version %s or newer: building and running it\n' "$jdk_package" "$least_jdk" >&2
}

# What is missing cannot be installed from here. That ends the setup only if something required is missing.
go_on_without() { # what a person can do
  if [[ -n $jdk ]] && ((${#needs[@]} == 0)); then
    return
  fi
  say "this is missing; Debian's packages have these names:"
  say_needs
  [[ -n $jdk || -n ${candidates[$jdk_package]-} ]] || say_jdk_search
  fail "$@"
}

say_jdk_search() {
  say "There is no such JDK in any of these places:" "${jdk_search[@]}"
  say "If the distribution has none, install Eclipse Temurin $least_jdk (sdkman and mise have it too)," \
    "or set JAVA_HOME to a JDK that is elsewhere."
}

# Installs `packages`. Sets `jdk`.
install_with_apt() {
  local updated=false
  total=''
  if ((EUID != 0)) && ! sudo true; then
    end_or_go_on "sudo does not let $(id -un) do that. As root: $(root_command)"
    return
  fi
  begin_step packages
  if ! apt_knows_all; then
    updated=true
    # A list that is not needed may be the one that failed.
    if ! apt_update && { $stalled || ! find_candidates || ! apt_knows_all; }; then
      apt_failed
      return
    fi
    find_candidates
    [[ -n $jdk || -n ${candidates[$jdk_package]-} ]] || refuse_without_jdk
  fi
  # Lists can know of versions that the mirror no longer has.
  if ! apt_fetch && { $updated || $stalled || ! apt_update || ! apt_fetch; }; then
    apt_failed
    return
  fi
  # A set-up that was killed can have left half of a package.
  if ! apt_change apt_install && ! { apt_change apt_repair && apt_change apt_install; }; then
    apt_failed
    return
  fi
  hash -r
  end_step "${total:-all} installed"
  ! find_needs || go_on_without "apt-get installed the packages, but this is still not on PATH: $PATH"
}

apt_failed() {
  local help="apt-get's words: $log"
  log_wanted=true
  if $stalled; then
    said="no answer from the network for $patience s"
  fi
  say "apt-get could not install them:" "$(tail -n 3 <<<"$said")"
  case $said in
    *'No space left'* | *"don't have enough free space"*) help="The disk is full: make room, then $setup" ;;
    *'Could not connect'* | *'Unable to connect'* | *'onnection refused'* | *'timed out'* | *' resolv'* | *'Failed to fetch'*)
      network_failed=true
      ;;
  esac
  if $stalled || ${network_failed:-false}; then
    help="If there is a proxy, write Acquire::http::Proxy \"http://HOST:PORT\"; into /etc/apt/apt.conf.d/90proxy (words: $log)"
  fi
  end_or_go_on "$help"
}

# What was announced cannot be installed: that ends the set-up only if something required is missing.
end_or_go_on() { # the line that helps
  if [[ -z $jdk ]] || ((${#needs[@]} > 0)); then
    fail "$1"
  fi
  say "going on without" "$1"
}

apt_update() {
  # Otherwise an unreachable mirror is only a warning.
  apt hear_lists apt-get update -o APT::Update::Error-Mode=any
}

apt_fetch() {
  apt hear_fetch apt-get install -y --download-only --no-install-recommends -o APT::Status-Fd=1 "${packages[@]}"
}

# Changes the system, and so comes to its end.
apt_change() {
  local status=0
  # In the background sudo could not ask for the password, which may be wanted again by now.
  close_line
  ((EUID == 0)) || sudo true || return
  unpacked=0 installed=0
  committed=true
  "$1" || status=$?
  committed=false
  return "$status"
}

apt_install() {
  apt hear_install apt-get install -y --no-install-recommends -o APT::Status-Fd=1 "${packages[@]}"
}

apt_repair() {
  apt hear_install dpkg --configure -a
}

# Runs a program of apt as root. Its timeout is not ours, which ends all of its downloads and not one by one.
apt() { # HEARD, a program and its arguments
  local heard=$1 program=$2 name words=(env DEBIAN_FRONTEND=noninteractive LC_ALL=C)
  shift 2
  ((EUID == 0)) || words=(sudo "${words[@]}")
  # sudo drops them.
  for name in http_proxy https_proxy ftp_proxy no_proxy; do
    [[ -z ${!name-} ]] || words+=("$name=${!name}")
  done
  [[ $program != apt-get ]] \
    || set -- -o Acquire::Retries=0 -o "Acquire::http::Timeout=$((patience + 60))" -o "Acquire::https::Timeout=$((patience + 60))" "$@"
  watched "$heard" "${words[@]}" "$program" "$@"
}

hear_lists() {
  waiting=true so_far="apt's lists"
}

hear_fetch() { # dlstatus:N:PERCENT:Retrieving file N of TOTAL…
  waiting=true
  case $1 in
    '') refused=0 ;;
    Get:*) refused=0 ;;
    # It would try all of them, one after the other.
    Err:*)
      refused=$((refused + 1))
      ((refused != 3)) || end_worker || true
      ;;
  esac
  if [[ $1 =~ ^dlstatus:.*:Retrieving\ file\ ([0-9]+)\ of\ ([0-9]+) ]]; then
    total=${BASH_REMATCH[2]}
    so_far="${BASH_REMATCH[1]} of $total fetched"
  fi
}

hear_install() { # pmstatus:PACKAGE:PERCENT:Installing PACKAGE, which means unpacked, and later the same with Installed
  waiting=false
  case $1 in
    pmstatus:*:Installing\ *)
      unpacked=$((unpacked + 1))
      so_far="$unpacked${total:+ of $total} unpacked"
      ;;
    pmstatus:*:Installed\ *)
      installed=$((installed + 1))
      so_far="$installed${total:+ of $total} installed"
      ;;
  esac
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
