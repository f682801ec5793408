# shellcheck shell=bash
# shellcheck disable=SC2154 # a build's environment is made of its attributes

installManPage() {
  local page
  for page; do
    install -D -m 444 "$page" "$out/share/man/man${page##*.}/${page##*/}"
  done
}

installShellCompletion() {
  local command
  while (($# > 0)); do
    case $1 in
      --cmd) command=$2 ;;
      --bash) install -D -m 444 "$2" "$out/share/bash-completion/completions/$command.bash" ;;
      --zsh) install -D -m 444 "$2" "$out/share/zsh/site-functions/_$command" ;;
      --fish) install -D -m 444 "$2" "$out/share/fish/vendor_completions.d/$command.fish" ;;
    esac
    shift 2
  done
}
