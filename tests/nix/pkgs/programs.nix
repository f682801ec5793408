# Packages whose programs are the machine's own.
{ machine, pkgs, ... }:
let
  inherit (pkgs) runCommand stdenv writeShellScriptBin;

  linked =
    {
      pname,
      version ? "0",
      programs ? [ pname ],
    }:
    stdenv.mkDerivation {
      inherit pname version;
      buildCommand = ''
        mkdir -p $out/bin
        for program in ${toString programs}; do
          if found=$(type -P "$program"); then
            ln -s "$found" "$out/bin/$program"
          else
            printf '#!${machine.bash}\necho "this machine has no %s" >&2\nexit 127\n' "$program" >"$out/bin/$program"
            chmod +x "$out/bin/$program"
          fi
        done
      '';
      meta.mainProgram = builtins.head programs;
    };
  packages = builtins.mapAttrs (pname: programs: linked { inherit pname programs; }) {
    bash = [
      "bash"
      "sh"
    ];
    bashInteractive = [ "bash" ];
    coreutils = [
      "env"
      "basename"
      "cat"
      "chmod"
      "cp"
      "cut"
      "date"
      "dirname"
      "echo"
      "head"
      "id"
      "ln"
      "ls"
      "mkdir"
      "mktemp"
      "mv"
      "printf"
      "readlink"
      "rm"
      "rmdir"
      "sha256sum"
      "sleep"
      "sort"
      "stat"
      "stty"
      "tail"
      "tee"
      "test"
      "touch"
      "tr"
      "true"
      "uname"
      "uniq"
      "wc"
    ];
    curl = [ "curl" ];
    diffutils = [
      "diff"
      "cmp"
    ];
    findutils = [
      "find"
      "xargs"
    ];
    fish = [ "fish" ];
    gawk = [ "awk" ];
    gitMinimal = [ "git" ];
    gnugrep = [ "grep" ];
    gnupatch = [ "patch" ];
    gnused = [ "sed" ];
    gnutar = [ "tar" ];
    gzip = [
      "gzip"
      "gunzip"
    ];
    iproute2 = [ "ip" ];
    less = [ "less" ];
    mandoc = [ "mandoc" ];
    maven = [ "mvn" ];
    nftables = [ "nft" ];
    nodejs = [
      "node"
      "npm"
    ];
    openssh = [
      "ssh"
      "ssh-keygen"
    ];
    patchelf = [ "patchelf" ];
    perl = [ "perl" ];
    procps = [ "ps" ];
    shellcheck = [ "shellcheck" ];
    shfmt = [ "shfmt" ];
    slirp4netns = [ "slirp4netns" ];
    strace = [ "strace" ];
    tmux = [ "tmux" ];
    util-linuxMinimal = [
      "flock"
      "nsenter"
      "setpriv"
      "unshare"
    ];
    which = [ "which" ];
    zsh = [ "zsh" ];
  };
in
packages
// {
  git = packages.gitMinimal;
  bubblewrap = linked {
    pname = "bubblewrap";
    version = "0.13.1";
    programs = [ "bwrap" ];
  };

  # Checks as much of the form as there is a program for.
  nixfmt = runCommand "nixfmt" { meta.mainProgram = "nixfmt"; } ''
    mkdir -p $out/bin
    ln -s "$(type -P nixfmt || type -P true)" $out/bin/nixfmt
  '';

  # Removing what is not there is easy: the machine's own programs refer to nothing in the store.
  nukeReferences = writeShellScriptBin "nuke-refs" "";
  removeReferencesTo = writeShellScriptBin "remove-references-to" "";

  # What `nix fmt` starts: all files of a flake.
  nixfmt-tree = pkgs.nixfmt;

  # nixpkgs' functions that put a man page and completions where shells look for them.
  installShellFiles = runCommand "install-shell-files" { hook = ./install-shell-files.bash; } ''
    mkdir -p $out/nix-support
    cp $hook $out/nix-support/setup-hook
  '';
}
