# What NixOS and home-manager have in common: the options `programs.sandboxed`.
self:
{ lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
  inherit (pkgs.stdenv.hostPlatform) system;

  # The packages of the person, with their settings and changes, and ours made of them.
  packages =
    if
      !builtins.elem system [
        "aarch64-linux"
        "x86_64-linux"
      ]
    then
      throw "programs.sandboxed: sandboxed runs on Linux, on x86_64 and aarch64, and not on ${system}"
    else if pkgs ? mkSandboxed then
      pkgs
    else
      pkgs.extend self.overlays.default;

  packageOption =
    name:
    lib.mkPackageOption packages name { }
    // {
      defaultText = lib.literalMD "`${name}` of sandboxed's overlay, made from your `pkgs`";
    };

  agent = program: title: {
    enable = lib.mkEnableOption "`${program}`, which runs ${title} in a sandbox";
    package = packageOption program;

    environmentFile = mkOption {
      type = types.nullOr (types.strMatching "(/|[$]XDG_RUNTIME_DIR/|[$][{]XDG_RUNTIME_DIR[}]/).*");
      default = null;
      example = "/run/agenix/${program}";
      description = ''
        A file with variables for the agent, its keys for example: a line each, `NAME=value`. Each launch reads it, as the person
        who launches, and nothing evaluates it. It is never in the store, so its path has to be a string, as agenix and sops-nix
        give it: `config.age.secrets.NAME.path`, `config.sops.secrets.NAME.path`.
      '';
    };
  };
in
{
  key = toString ./options.nix;
  _file = ./options.nix;

  options.programs.sandboxed = {
    enable = lib.mkEnableOption "sandboxed, which runs AI coding agents in a sandbox that contains only what the work needs";

    package = packageOption "sandboxed";

    agents = {
      antigravity = agent "antigravity-sandboxed" "Antigravity CLI";
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
