# lib.mkSandboxed: makes a sandboxed launcher for any package. See mk-sandboxed.nix, which says what else it takes.
#
# If the packages around it are not given, they are this flake's own, for the system that the package was built for.
{ pkgsFor }:
{
  package,
  pkgs ? pkgsFor.${package.system},
  ...
}@arguments:
let
  mkSandboxed = pkgs.mkSandboxed or (pkgs.extend (import ./overlay.nix)).mkSandboxed;
in
mkSandboxed (removeAttrs arguments [ "pkgs" ])
