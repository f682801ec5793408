# shellcheck shell=bash
# shellcheck source=/dev/null disable=SC2154 # a build's environment is made of its attributes
if [[ -e ${NIX_ATTRS_SH_FILE-} ]]; then
  source "$NIX_ATTRS_SH_FILE"
  out=${outputs[out]}
fi
source "$stdenv/setup"
genericBuild
