# bubblewrap, at least 0.13.1.
#
# Before 0.12 a symlink that an agent plants leads its set-up out of the sandbox (CVE-2026-87766); before 0.13 the time it
# takes grows with the square of the number of mounts, and the closure of a dev shell is hundreds of them.
{
  lib,
  bubblewrap,
  fetchurl,
}:
let
  version = "0.13.1";
in
if lib.versionOlder bubblewrap.version version then
  bubblewrap.overrideAttrs (old: {
    inherit version;
    # Upstream's release, and the same file as Debian has it, which keeps only its current versions.
    src = fetchurl {
      urls = [
        "https://github.com/containers/bubblewrap/releases/download/v${version}/bubblewrap-${version}.tar.xz"
        "mirror://debian/pool/main/b/bubblewrap/bubblewrap_${version}.orig.tar.xz"
      ];
      hash = "sha256-DoXIcCJIuN1kFE9ZQUdVNlDN0OTJUWkDRfqs55whfE0=";
    };
    # nixpkgs' patches are for the older version.
    patches = [ ];
    # nixpkgs' own asks the source for a revision, which a release has not.
    meta = old.meta // {
      changelog = "https://github.com/containers/bubblewrap/releases/tag/v${version}";
    };
  })
else
  bubblewrap
