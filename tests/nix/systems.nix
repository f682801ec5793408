# NixOS and home-manager, as far as our modules go: the options that they set are declared as there, by name and by type, and
# no others, so that a slip of the pen is an unknown option here as it would be there.
{ lib, pkgsFor }:
let
  inherit (lib) mkOption types;

  assertions = mkOption {
    type = types.listOf types.unspecified;
    default = [ ];
  };

  warnings = mkOption {
    type = types.listOf types.str;
    default = [ ];
  };

  # nixpkgs' mkRemovedOptionModule, for an option that our module once set: whoever sets it is told so. It is gone since 2026-08-22.
  withoutUsernsClone =
    { options, ... }:
    let
      why = "User namespaces are governed by security.allowUserNamespaces alone.";
    in
    {
      _file = "nixos/modules/rename.nix";
      options.security.unprivilegedUsernsClone = mkOption {
        visible = false;
        apply = _: throw "The option `security.unprivilegedUsernsClone' can no longer be used since it's been removed. ${why}";
      };
      config.assertions = [
        {
          assertion = !options.security.unprivilegedUsernsClone.isDefined;
          message = "The option definition `security.unprivilegedUsernsClone' no longer has any effect; please remove it. ${why}";
        }
      ];
    };

  file =
    { config, name, ... }:
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
      config.source = lib.mkIf (config.text != null) (
        lib.mkDefault (builtins.toFile "text" config.text)
      );
    };
  files = mkOption {
    type = types.attrsOf (types.submodule file);
    default = { };
  };

  # A build of the programs and the files, which fails where an assertion does not hold.
  built =
    pkgs: name: config: packages: files:
    let
      failed = builtins.filter (one: !one.assertion) config.assertions;
      link = package: ''
        ln -s ${package}/bin/* "$out/bin/"
      '';
      copy = file: ''
        mkdir -p "$(dirname "$out/${file.target}")"
        cp ${file.source} "$out/${file.target}"
      '';
      enabled = builtins.filter (file: file.enable) (builtins.attrValues files);
    in
    if failed == [ ] then
      lib.foldr (warning: builtins.trace "evaluation warning: ${warning}") (pkgs.runCommand name { } ''
        mkdir -p "$out/bin"
        ${lib.concatMapStringsSep "" link packages}
        ${lib.concatMapStringsSep "" copy enabled}
      '') config.warnings or [ ]
    else
      throw "\nFailed assertions:\n${lib.concatMapStringsSep "\n" (one: "- ${one.message}") failed}";

  nixos =
    { config, pkgs, ... }:
    {
      _file = "nixos";
      imports = [ withoutUsernsClone ];
      config.system.build.toplevel =
        built pkgs "nixos-system" config config.environment.systemPackages
          config.environment.etc;
      options = {
        inherit assertions warnings;
        networking = {
          firewall.allowedTCPPorts = mkOption {
            type = types.listOf types.int;
            default = [ ];
          };
          interfaces = mkOption {
            type = types.attrsOf (
              types.submodule {
                options.ipv4.addresses = mkOption {
                  type = types.listOf (
                    types.submodule {
                      options.address = mkOption { type = types.str; };
                      options.prefixLength = mkOption { type = types.int; };
                    }
                  );
                  default = [ ];
                };
              }
            );
            default = { };
          };
        };
        systemd.services = mkOption {
          type = types.attrsOf (
            types.submodule {
              options.wantedBy = mkOption {
                type = types.listOf types.str;
                default = [ ];
              };
              options.serviceConfig = mkOption {
                type = types.attrsOf types.unspecified;
                default = { };
              };
            }
          );
          default = { };
        };
        users.users = mkOption {
          type = types.attrsOf (
            types.submodule {
              options.isNormalUser = mkOption {
                type = types.bool;
                default = false;
              };
            }
          );
          default = { };
        };
        system.build = mkOption {
          type = types.lazyAttrsOf types.unspecified;
          default = { };
        };
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
        username = mkOption { type = types.str; };
        homeDirectory = mkOption { type = types.path; };
        stateVersion = mkOption { type = types.str; };
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

  evaluate =
    pkgs: modules: specialArgs:
    lib.evalModules {
      modules = modules ++ [ { _module.args = { inherit pkgs; }; } ];
      inherit specialArgs;
    };
in
{
  nixosSystem =
    {
      modules,
      system,
      specialArgs ? { },
    }:
    evaluate (pkgsFor system) ([ nixos ] ++ modules) specialArgs;

  homeManagerConfiguration =
    {
      pkgs,
      modules,
      extraSpecialArgs ? { },
    }:
    let
      evaluated = evaluate pkgs ([ home ] ++ modules) extraSpecialArgs;
      inherit (evaluated) config;
    in
    evaluated
    // {
      activationPackage =
        built pkgs "home-manager" config config.home.packages
          config.xdg.configFile;
    };
}
