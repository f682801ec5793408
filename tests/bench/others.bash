# shellcheck shell=bash
# The sandboxes beside it, each as it comes. One that cannot be had here is left out, and that is said. Sourced by run.

# shellcheck disable=SC2154 # run's

others=()
pinned=('@anthropic-ai/sandbox-runtime@0.0.83' '@openai/codex@0.171.0')

# Sets `others` to the names of those that answer here.
find_others() {
  local package missing=() name
  for package in firejail ripgrep:rg socat; do
    type -P "${package#*:}" >/dev/null || missing+=("${package%:*}")
  done
  if ((${#missing[@]} > 0)); then
    say "installing ${missing[*]} with apt-get (firejail is compared; srt needs the others)"
    sudo -n apt-get install -y --no-install-recommends "${missing[@]}" >"$work/said" 2>&1 \
      || say "that did not work here; do it by hand: apt-get install ${missing[*]}"
  fi
  # The directory is named after the versions.
  peers=$out/npm/${pinned[*]//[!a-z0-9.-]/_}
  peers=${peers// /+}
  if [[ ! -x $peers/node_modules/.bin/codex || ! -x $peers/node_modules/.bin/srt ]]; then
    say "fetching ${pinned[*]} with npm into target/bench"
    mkdir -p "$peers"
    HOME=$real_home npm install --prefix "$peers" --no-save --no-fund --no-audit --ignore-scripts "${pinned[@]}" >"$work/said" 2>&1 \
      || say "npm could not fetch them: $(tail -n 1 "$work/said")"
  fi
  for name in firejail srt codex; do
    if (cd "$work/project" && "other_$name") </dev/null >"$work/said" 2>&1; then
      others+=("$name")
    else
      say "$name is left out, because it does not work here: $(tail -n 1 "$work/said")"
    fi
  done
}

other_firejail() { firejail --quiet true; }
other_srt() { "$peers/node_modules/.bin/srt" true; }
other_codex() { "$peers/node_modules/.bin/codex" sandbox true; }

measure_firejail() { timed true 'firejail' other_firejail; }
measure_srt() { timed true 'srt' other_srt; }
measure_codex() { timed true 'codex sandbox' other_codex; }
