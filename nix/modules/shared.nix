# What NixOS and home-manager both make of the options; each knows where it puts the result.
{
  lib,
  pkgs,
  cfg,
}:
let
  toml = pkgs.formats.toml { };
  withEnvironment = pkgs.callPackage ../with-environment.nix { };

  enabled = lib.filterAttrs (_: agent: agent.enable) cfg.agents;
  # Everybody can read the store.
  inStore = lib.filterAttrs (
    _: agent:
    agent.environmentFile != null
    && (
      builtins.hasContext agent.environmentFile
      || lib.hasPrefix "${builtins.storeDir}/" agent.environmentFile
    )
  ) enabled;

  builtIn = map (lib.removeSuffix ".toml") (
    builtins.filter (lib.hasSuffix ".toml") (builtins.attrNames (builtins.readDir ../../profiles))
  );
  known = builtins.attrNames (lib.genAttrs builtIn (_: null) // cfg.profiles);
  badNames = builtins.filter (name: builtins.match "[a-z0-9][a-z0-9_-]{0,63}" name == null) (
    builtins.attrNames cfg.profiles
  );

  copy =
    name: profile:
    let
      file = "${name}.toml";
    in
    ''
      cp ${toml.generate file profile} ${lib.escapeShellArg file}
    '';

  # A message names line and column, so the files, which are gone after a failure, are printed before it.
  checked = pkgs.runCommand "sandboxed-profiles" { } ''
    mkdir "$out"
    cd "$out"
    ${lib.concatStringsSep "" (lib.mapAttrsToList copy cfg.profiles)}
    if ! said=$(${lib.getExe' cfg.package "sandboxed"} profiles check *.toml 2>&1); then
      grep -n "" *.toml /dev/null
      printf '%s\n' "$said"
      exit 1
    fi
  '';
in
{
  packages = [
    cfg.package
  ]
  ++ map (
    agent:
    if agent.environmentFile == null then
      agent.package
    else
      withEnvironment agent.package agent.environmentFile
  ) (builtins.attrValues enabled);

  # Where each profile goes below a configuration directory.
  files = lib.mapAttrs' (
    name: _:
    lib.nameValuePair "sandboxed/profiles/${name}.toml" { source = "${checked}/${name}.toml"; }
  ) cfg.profiles;

  variables = lib.optionalAttrs (cfg.defaultProfile != null) {
    SANDBOXED_PROFILE = cfg.defaultProfile;
  };

  assertions = [
    {
      assertion = inStore == { };
      message =
        "programs.sandboxed.agents: the environmentFile of these is in the store, where everybody can read it: "
        + lib.concatStringsSep ", " (builtins.attrNames inStore)
        + ". Name a file outside, as a string.";
    }
    {
      assertion = badNames == [ ];
      message =
        "programs.sandboxed.profiles: these cannot be names of profiles: "
        + lib.concatStringsSep ", " (map builtins.toJSON badNames)
        + ". A name is made of a-z, 0-9, - and _, at most 64 of them.";
    }
    {
      assertion = cfg.defaultProfile == null || builtins.elem cfg.defaultProfile known;
      message =
        "programs.sandboxed.defaultProfile: there is no profile ${builtins.toJSON cfg.defaultProfile}. There are: "
        + lib.concatStringsSep ", " known
        + ".";
    }
  ];
}
