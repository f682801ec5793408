# shellcheck shell=bash
# shellcheck source=/dev/null disable=SC2154 # a build's environment is made of its attributes
if [[ -e ${NIX_ATTRS_SH_FILE-} ]]; then
  source "$NIX_ATTRS_SH_FILE"
  export out=${outputs[out]}
  for variable in "${!env[@]}"; do
    export "$variable=${env[$variable]}"
  done
fi
source "$stdenv/setup"
genericBuild
