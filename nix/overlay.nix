# sandboxed's packages, made from the packages that this overlay is applied to. It replaces none of those.
final: _prev:
let
  # Packages that only these are made of stay in their scope.
  scope = final.lib.makeScope final.newScope (self: {
    bubblewrap = import ./bubblewrap.nix { inherit (final) bubblewrap lib fetchurl; };
    sandboxedJava = self.callPackage ./java { };
    sandboxed = self.callPackage ./package.nix { };
    mkSandboxed = self.callPackage ./mk-sandboxed.nix { };
  });
in
{
  inherit (scope) sandboxed;

  # lib.mkSandboxed of the flake, with these packages.
  mkSandboxed = scope.mkSandboxed;
  claude-sandboxed = scope.mkSandboxed { package = final.claude-code; };
  gemini-sandboxed = scope.mkSandboxed { package = final.gemini-cli; };
}
