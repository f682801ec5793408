# What NixOS and home-manager have in common: the options `programs.sandboxed`.
self:
{ lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
  inherit (pkgs.stdenv.hostPlatform) system;

  packages =
    self.packages.${system}
      or (throw "programs.sandboxed: sandboxed runs on Linux, on x86_64 and aarch64, and not on ${system}");

  packageOption =
    name: what:
    mkOption {
      type = types.package;
      default = packages.${name};
      defaultText = lib.literalExpression "the package `${name}` of sandboxed's flake";
      example = lib.literalExpression "inputs.sandboxed.packages.\${system}.${name}";
      description = "The package of ${what}.";
    };

  agent = program: title: {
    enable = lib.mkEnableOption "`${program}`, which runs ${title} in a sandbox";
    package = packageOption program "`${program}`";
  };
in
{
  key = toString ./options.nix;
  _file = ./options.nix;

  options.programs.sandboxed = {
    enable = lib.mkEnableOption "sandboxed, which runs AI coding agents in a sandbox that contains only what the work needs";

    package = packageOption "sandboxed" "the command `sandboxed`";

    agents = {
      claude = agent "claude-sandboxed" "Claude Code";
      gemini = agent "gemini-sandboxed" "Gemini CLI";
    };

    profiles = mkOption {
      type = types.attrsOf (types.submodule { freeformType = (pkgs.formats.toml { }).type; });
      default = { };
      example = {
        web = {
          extends = "strict";
          network.tier = "internet-only";
          filesystem.write = [ "~/.npm" ];
        };
      };
      description = ''
        Profiles by name, with the keys of docs/profile.md. sandboxed itself checks them during the
        build of the configuration, so a profile with a mistake is never installed. They may extend
        each other and the built-in ones.
      '';
    };

    defaultProfile = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "web";
      description = ''
        The profile of a launch that names none: one of {option}`programs.sandboxed.profiles` or a
        built-in one; with `null` it is `default`. It becomes the variable `SANDBOXED_PROFILE`.
      '';
    };
  };
}
