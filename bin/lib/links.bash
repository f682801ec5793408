# Links in ~/.local/bin, so that the programs of this checkout can be typed anywhere. Sourced by bin/setup, with steps.bash and
# checkout.bash.

# Sets `wanted_links` to the programs that could have one and have none. Nothing is put over what is there.
find_links() {
  local program
  links=${HOME:-}/.local/bin wanted_links=()
  [[ ${HOME:-} == /* ]] || return 0
  for program in "${self%/*}"/{sandboxed,*-sandboxed}; do
    if [[ $links/${program##*/} -ef $program ]]; then
      continue
    elif [[ -e $links/${program##*/} || -L $links/${program##*/} ]]; then
      ! $link || say "$links/${program##*/} is something else, so it stays. For a link there: remove it, then $setup --link"
    else
      wanted_links+=("$program")
    fi
  done
}

# Asks a person who sets this up for its own sake, or takes --link as the answer.
offer_links() {
  find_links
  if ((${#wanted_links[@]} == 0)); then
    link=false
  elif ! $link && ! $launching && $first && can_ask && ! hash sandboxed 2>/dev/null; then
    ! ask "Put links to ${wanted_links[*]##*/} into ~/.local/bin, to type them anywhere?" n || link=true
  fi
}

make_links() {
  local program
  $link || return 0
  mkdir -p -- "$links" || fail "no links were made: $links cannot be made"
  for program in "${wanted_links[@]}"; do
    # Should another be there in the meantime, that stays.
    ln -s -T -- "$program" "$links/${program##*/}" || fail "$links/${program##*/} was not made"
  done
  say "linked into $links: ${wanted_links[*]##*/}"
  case :$PATH: in
    *:"$links":*) ;;
    *) say "$links is not on your PATH. For this shell, and for all of them in ~/.profile: export PATH=\"\$HOME/.local/bin:\$PATH\"" ;;
  esac
}
