# `programs.sandboxed` for NixOS: for all users of the machine, together with what the machine itself has to allow.
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

  # The packages of the programs that the command and each launcher start. A launcher may be made of others than the command.
  toolsOf = package: package.tools or package.sandboxed.tools or [ ];
  tools = lib.unique (map lib.getBin (lib.concatMap toolsOf shared.packages));
  unknown = builtins.filter (package: toolsOf package == [ ]) shared.packages;

  # As distributions do for their own bwrap: not confined any further, but allowed user namespaces. A variable, because
  # braces that only one path is in do not parse, nor do braces at the beginning.
  policy = program: ''
    abi <abi/4.0>,
    include <tunables/global>
    @{sandboxed_tools} = ${lib.concatStringsSep " " tools}
    profile sandboxed-${program} @{sandboxed_tools}/bin/${program} flags=(unconfined) {
      userns,
      include if exists <local/sandboxed-${program}>
    }
  '';
in
{
  key = toString ./nixos.nix;
  _file = ./nixos.nix;
  imports = [ (import ./options.nix self) ];

  config = lib.mkIf cfg.enable {
    environment.systemPackages = shared.packages;
    environment.sessionVariables = shared.variables;
    environment.etc = shared.files;

    # slirp4netns, for the network tier internet-only, opens /dev/net/tun; the link to the sandbox is a veth. The others are what the
    # rules of allowlist are made of: tproxy leads connections to HAProxy, reject answers all else.
    boot.kernelModules = [
      "tun"
      "veth"
      "nf_tables"
      "nft_tproxy"
      "nft_reject_ipv4"
    ];

    # bwrap makes the sandbox; unshare makes the network of internet-only before it.
    security.apparmor.policies = lib.mkIf (config.security.apparmor.enable && tools != [ ]) {
      sandboxed-bwrap.profile = policy "bwrap";
      sandboxed-unshare.profile = policy "unshare";
    };

    warnings = lib.optional (config.security.apparmor.enable && unknown != [ ]) ''
      programs.sandboxed: AppArmor may refuse the sandboxes of ${
        lib.concatMapStringsSep ", " lib.getName unknown
      }: no policy is made for a package without an attribute `tools`.
      Give it the attribute of the package that it was made of: passthru.tools = pkgs.sandboxed.tools;
    '';

    assertions = shared.assertions ++ [
      {
        assertion = config.security.allowUserNamespaces;
        message = ''
          programs.sandboxed.enable: no sandbox can be made where security.allowUserNamespaces is false.
          Set it to true (the hardened profile sets it to false), or programs.sandboxed.enable to false.
        '';
      }
    ];
  };
}
