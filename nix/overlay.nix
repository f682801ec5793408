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

  # nixpkgs may have removed an agent's package, or not have it yet. Then only its launcher cannot be made.
  launcher =
    agent: package:
    scope.mkSandboxed {
      inherit agent;
      package = final.${package} or (throw "${agent}-sandboxed: this nixpkgs has no package ${package}");
    };
in
{
  inherit (scope) sandboxed;

  # lib.mkSandboxed of the flake, with these packages.
  mkSandboxed = scope.mkSandboxed;
  antigravity-sandboxed = launcher "antigravity" "antigravity-cli";
  claude-sandboxed = launcher "claude" "claude-code";
  gemini-sandboxed = launcher "gemini" "gemini-cli";
}
