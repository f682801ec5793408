# A Maven repository with what the lock names, each file fetched and checked on its own: a hash of the whole would say
# nothing about what has changed, and would change with the version of Maven.
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
