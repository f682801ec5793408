# `programs.sandboxed` for home-manager: for one person, on any Linux.
self:
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.programs.sandboxed;
  shared = import ./shared.nix { inherit lib pkgs cfg; };
in
{
  key = toString ./home.nix;
  _file = ./home.nix;
  imports = [ (import ./options.nix self) ];

  config = lib.mkIf cfg.enable {
    home.packages = shared.packages;
    home.sessionVariables = shared.variables;
    xdg.configFile = shared.files;
    inherit (shared) assertions;
  };
}
