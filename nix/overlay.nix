# Our packages, made from the packages of whoever takes this overlay. It replaces none of theirs.
final: _prev:
let
  # What only these packages are made of stays among them.
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
