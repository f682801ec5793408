# nixpkgs' lib, as far as our flake and its modules use it.
let
  lib =
    import ./basics.nix
    // import ./options.nix { inherit lib; }
    // import ./modules.nix { inherit lib; }
    // {
      types = import ./types.nix { inherit lib; };
    };
in
# Without what only these files know each other by.
removeAttrs lib [
  "defaultOverridePriority"
  "evalModulesAt"
  "showValue"
]
