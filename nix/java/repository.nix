# A Maven repository with the files that the lock names, each fetched and checked on its own: a hash of the whole would not
# show what changed, and would change with the version of Maven.
{
  lib,
  fetchurl,
  linkFarm,
}:
linkFarm "sandboxed-maven-repository" (
  lib.mapAttrs (
    path: sha256:
    fetchurl {
      url = "mirror://maven/${path}";
      inherit sha256;
    }
  ) (lib.importJSON ../maven-lock.json)
)
