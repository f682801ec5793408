# Everything that sandboxed starts outside a sandbox; it looks nowhere else for these. Nix itself is the machine's: it has to
# fit the machine's store.
{
  bubblewrap,
  callPackage,
  coreutils,
  findutils,
  gitMinimal,
  iproute2,
  nftables,
  perl,
  slirp4netns,
  strace,
  util-linuxMinimal,
}:
let
  programs = callPackage ./programs.nix { } {
    bwrap = bubblewrap; # the sandbox
    find = findutils; # before and after a session: what git obeys
    flock = util-linuxMinimal; # one at a time: the trail
    git = gitMinimal; # the person's configuration; what the project ignores
    ip = iproute2; # internet-only: its links and routes
    nft = nftables; # internet-only: ports that are published
    nsenter = util-linuxMinimal; # internet-only: into its namespaces
    perl = perl; # git's own configuration: mounts a symlink
    setpriv = util-linuxMinimal; # internet-only: no privileges to gain there
    setsid = util-linuxMinimal; # limits: the clock, in a session of its own
    slirp4netns = slirp4netns; # internet-only: the way out
    strace = strace; # sandboxed allow: what an evaluation reads
    unshare = util-linuxMinimal; # private mounts; internet-only: its namespaces
  };
in
[
  coreutils # the trail: sha256sum, mv, rm; standard streams: cat, stty; git's configuration, logins: dd, touch; limits: mkdir, rmdir
  programs
]
