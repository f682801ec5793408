# Everything that sandboxed starts outside a sandbox; it looks nowhere else for these. Nix itself is the machine's: it has to
# fit the machine's store.
{
  bubblewrap,
  callPackage,
  coreutils,
  dnsmasq,
  findutils,
  gitMinimal,
  haproxy,
  iproute2,
  nftables,
  openssl,
  perl,
  slirp4netns,
  strace,
  util-linuxMinimal,
}:
let
  programs = callPackage ./programs.nix { } {
    bwrap = bubblewrap; # the sandbox
    dnsmasq = dnsmasq; # allowlist: answers for names
    find = findutils; # before and after a session: what git obeys
    flock = util-linuxMinimal; # one at a time: the trail
    git = gitMinimal; # the person's configuration; what the project ignores
    haproxy = haproxy; # allowlist: connections by name
    ip = iproute2; # internet-only: its links and routes
    mount = util-linuxMinimal; # allowlist: shows what was refused
    nft = nftables; # internet-only: ports that are published; allowlist: the way to haproxy
    nsenter = util-linuxMinimal; # internet-only: into its namespaces
    openssl = openssl; # allowlist: the certificates of a session with credentials
    perl = perl; # git's own configuration: mounts a symlink; observe: folds what strace says
    setpriv = util-linuxMinimal; # internet-only, allowlist: no privileges to gain there
    setsid = util-linuxMinimal; # limits, allowlist: sessions of their own
    slirp4netns = slirp4netns; # internet-only: the way out
    strace = strace; # observe: what a session tries; sandboxed allow: what an evaluation reads
    unshare = util-linuxMinimal; # private mounts; internet-only: its namespaces
  };
in
[
  coreutils # the trail: sha256sum, mv, rm; standard streams: cat, stty; git's configuration, logins: dd, touch; limits: mkdir, rmdir
  programs
]
