# Our modules among the options of NixOS and of home-manager that they use. These are declared as there, by name and by
# type: another option that a module sets is an error here as it would be there.
{
  lib,
  pkgs,
  self,
}:
let
  inherit (lib) mkOption types;

  assertions = mkOption {
    type = types.listOf types.unspecified;
    default = [ ];
  };

  file =
    { name, ... }:
    {
      options = {
        enable = mkOption {
          type = types.bool;
          default = true;
        };
        target = mkOption { type = types.str; };
        text = mkOption {
          type = types.nullOr types.lines;
          default = null;
        };
        source = mkOption { type = types.path; };
      };
      config.target = lib.mkDefault name;
    };
  files = mkOption {
    type = types.attrsOf (types.submodule file);
    default = { };
  };

  nixos = {
    _file = "nixos";
    options = {
      inherit assertions;
      boot.kernelModules = mkOption {
        type = types.listOf types.str;
        default = [ ];
      };
      environment = {
        etc = files;
        sessionVariables = mkOption {
          type = types.attrsOf (types.either (types.listOf types.str) types.str);
          default = { };
        };
        systemPackages = mkOption {
          type = types.listOf types.package;
          default = [ ];
        };
      };
      security = {
        allowUserNamespaces = mkOption {
          type = types.bool;
          default = true;
        };
        unprivilegedUsernsClone = mkOption {
          type = types.bool;
          default = false;
        };
        apparmor = {
          enable = lib.mkEnableOption "AppArmor";
          policies = mkOption {
            type = types.attrsOf (
              types.submodule {
                options = {
                  profile = mkOption { type = types.lines; };
                  state = mkOption {
                    type = types.enum [
                      "disable"
                      "complain"
                      "enforce"
                    ];
                    default = "enforce";
                  };
                };
              }
            );
            default = { };
          };
        };
      };
    };
  };

  home = {
    _file = "home-manager";
    options = {
      inherit assertions;
      home = {
        packages = mkOption {
          type = types.listOf types.package;
          default = [ ];
        };
        sessionVariables = mkOption {
          type = types.lazyAttrsOf (
            types.oneOf [
              types.str
              types.path
              types.int
              types.float
            ]
          );
          default = { };
        };
      };
      xdg.configFile = files;
    };
  };

  # As both of them refuse to build what breaks an assertion.
  evaluate =
    system: ours: modules:
    let
      inherit
        (lib.evalModules {
          modules = [
            system
            ours
            { _module.args = { inherit pkgs; }; }
          ]
          ++ modules;
        })
        config
        ;
      failed = builtins.filter (one: !one.assertion) config.assertions;
    in
    if failed == [ ] then
      config
    else
      throw "\nFailed assertions:\n${lib.concatMapStringsSep "\n" (one: "- ${one.message}") failed}";
in
{
  # Each takes modules as a person writes them, and gives the configuration that comes of them.
  nixos = evaluate nixos (import ../../nix/modules/nixos.nix self);
  home = evaluate home (import ../../nix/modules/home.nix self);
}
