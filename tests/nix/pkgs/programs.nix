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
    stdenv.mkDerivation rec {
      inherit pname version;
      passthru = { inherit buildCommand; };
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
    coreutils = [
      "env"
      "basename"
      "cat"
      "chmod"
      "cp"
      "cut"
      "date"
      "dd"
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
    dnsmasq = [ "dnsmasq" ];
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
    haproxy = [ "haproxy" ];
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
    openssl = [ "openssl" ];
    patchelf = [ "patchelf" ];
    perl = [ "perl" ];
    procps = [ "ps" ];
    python3 = [ "python3" ];
    runc = [ "runc" ];
    shellcheck = [ "shellcheck" ];
    shfmt = [ "shfmt" ];
    slirp4netns = [ "slirp4netns" ];
    strace = [ "strace" ];
    tmux = [ "tmux" ];
    util-linuxMinimal = [
      "flock"
      "mount"
      "nsenter"
      "setpriv"
      "setsid"
      "unshare"
    ];
    which = [ "which" ];
    zsh = [ "zsh" ];
  };
in
packages
// {
  git = packages.gitMinimal;
  # With what nixpkgs' own says of itself.
  bubblewrap = stdenv.mkDerivation (finalAttrs: {
    pname = "bubblewrap";
    version = "0.13.1";
    src = {
      outPath = "/fetched";
      rev = "v${finalAttrs.version}";
    };
    inherit (linked { pname = "bwrap"; }) buildCommand;
    meta = {
      changelog = "https://github.com/containers/bubblewrap/releases/tag/${finalAttrs.src.rev}";
      mainProgram = "bwrap";
    };
  });

  # Of another version than the one that formatted these files: it would find fault with each.
  nixfmt = writeShellScriptBin "nixfmt" "exit 1";

  # Removing what is not there is easy: the machine's own programs refer to nothing in the store.
  nukeReferences = writeShellScriptBin "nuke-refs" "";
  removeReferencesTo = writeShellScriptBin "remove-references-to" "";

  # What `nix fmt` starts: all files of a flake.
  nixfmt-tree = pkgs.nixfmt;

  # nixpkgs' functions that put a man page and completions where shells look for them.
  installShellFiles = runCommand "install-shell-files" { env.hook = "${./install-shell-files.bash}"; } ''
    mkdir -p $out/nix-support
    cp $hook $out/nix-support/setup-hook
  '';
}
