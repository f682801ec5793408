# All that sandboxed starts outside of a sandbox, and looks for nowhere else. Nix itself is the machine's: it has to fit the
# machine's store.
{
  bubblewrap,
  callPackage,
  coreutils,
  iproute2,
  nftables,
  slirp4netns,
  strace,
  util-linuxMinimal,
}:
[
  bubblewrap # the sandbox
  coreutils # the trail: sha256sum, mv, rm
  (callPackage ./git.nix { }) # the person's configuration; what the project ignores
  iproute2 # internet-only: its links and routes
  nftables # internet-only: ports that are published
  slirp4netns # internet-only: the way out
  strace # sandboxed allow: what an evaluation reads
  util-linuxMinimal # setpriv, flock, unshare, nsenter
]
