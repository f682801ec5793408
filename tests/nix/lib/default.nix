# nixpkgs' lib, as far as our flake uses it.
import ./basics.nix
