# shellcheck shell=bash
# The environment of a build, and its phases. Sourced by each build and by `nix develop`, after machinePath has been set.
#
# shellcheck disable=SC2154 # a build's environment is made of its attributes

export PATH=$machinePath LC_ALL=C

inputPath=''
# A list is an array where attributes are structured, a text otherwise.
# shellcheck disable=SC2068
for input in ${nativeBuildInputs[@]-} ${buildInputs[@]-}; do
  [[ ! -d $input/bin ]] || inputPath+=$input/bin:
  if [[ -f $input/nix-support/setup-hook ]]; then
    # shellcheck source=/dev/null
    source "$input/nix-support/setup-hook"
  fi
done
PATH=$inputPath$PATH

runHook() {
  eval "${!1-}"
}

runPhase() { # name, what it does where the package does not say
  if [[ -n ${!1-} ]]; then
    eval "${!1}"
  else
    ${2-:}
  fi
}

unpackSource() {
  [[ -n ${src-} && -z ${dontUnpack-} ]] || return 0
  if [[ -d $src ]]; then
    cp -r "$src" source
    chmod -R u+w source
    cd source || return
  else
    tar xf "$src"
    cd ./*/ || return
  fi
}

genericBuild() {
  set -o pipefail
  if [[ -n ${buildCommand-} ]]; then
    eval "$buildCommand"
    return
  fi
  runPhase unpackPhase unpackSource
  runHook postPatch
  runPhase buildPhase
  [[ -n ${dontInstall-} ]] || runPhase installPhase
  [[ -z ${doInstallCheck-} ]] || runPhase installCheckPhase
}
