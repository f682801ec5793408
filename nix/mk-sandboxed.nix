# Makes a sandboxed launcher for any package.
#
# The content of the sandbox is written down here, during the build, for a launch to read: the launch does not ask Nix, which
# may even be missing.
{
  lib,
  callPackage,
  closureInfo,
  formats,
  runCommand,
  runtimeShell,
  sandboxed,
}:
{
  # The package of the agent. Its meta.mainProgram is what is started.
  package,
  # Which agent that is, for what sandboxed knows about it: its login, its state, the variables it takes. A program that
  # sandboxed does not know is treated as an agent without any of these.
  agent ? null,
  # The profile if the person asks for no other: its name, a file, or the content of one.
  profile ? null,
  # What else is on PATH inside, beside the package itself and the base tools.
  extraPackages ? [ ],
  # The command.
  name ? null,
}:
let
  toml = (formats.toml { }).generate;

  program = lib.getExe package;
  agentName = if agent == null then package.meta.mainProgram or (lib.getName package) else agent;
  command = if name == null then "${agentName}-sandboxed" else name;
  # The agent's own, for whoever asks whether it is new enough, as home-manager's programs.claude-code does.
  version = lib.getVersion package;

  isKnown = builtins.pathExists (../profiles/agents + "/${agentName}.toml");
  definition = toml "${agentName}.toml" {
    description = package.meta.description or agentName;
    command = [ agentName ];
  };

  isNamed = profile == null || builtins.isString profile;
  profileName = if isNamed then profile else command;
  profileFile = if builtins.isAttrs profile then toml "${command}.toml" profile else profile;

  usual = "export SANDBOXED_PROFILE=\"\${SANDBOXED_PROFILE-${profileName}}\"";

  inside = map lib.getBin (extraPackages ++ [ package ] ++ callPackage ./inside.nix { });

  provided = runCommand "${command}-provided" { env.closure = closureInfo { rootPaths = inside; }; } ''
    mkdir -p $out/agents $out/profiles/agents
    ln -s ${program} $out/agents/${agentName}
    ${lib.optionalString (!isKnown) "cp ${definition} $out/profiles/agents/${agentName}.toml"}
    ${lib.optionalString (!isNamed) ''
      cp ${profileFile} $out/profiles/${profileName}.toml
      # A profile with a mistake would stop every launch, so it stops the build.
      HOME=$TMPDIR ${lib.getExe sandboxed} profiles check $out/profiles/${profileName}.toml
    ''}
    printf '%s/bin\n' ${toString inside} >$out/path
    cp $closure/store-paths $closure/total-nar-size $out
  '';
in
runCommand (if version == "" then command else "${command}-${version}")
  {
    __structuredAttrs = true;
    env.launcher = lib.concatLines (
      [
        "#!${runtimeShell} -p"
        "export SANDBOXED_PROVIDED=${provided}"
      ]
      ++ lib.optional (profileName != null) usual
      ++ lib.optional (command == "${agentName}-sandboxed") "export SANDBOXED_TYPED=$0"
      ++ [ "exec ${lib.getExe sandboxed} run ${agentName} \"$@\"" ]
    );
    passthru = { inherit provided sandboxed version; };
    meta = {
      description = "${package.meta.description or agentName}, in a sandbox that contains only what the work needs";
      license = sandboxed.meta.license;
      mainProgram = command;
      inherit (sandboxed.meta) platforms;
    };
  }
  ''
    mkdir -p $out/bin
    printf '%s' "$launcher" >$out/bin/${command}
    chmod +x $out/bin/${command}
  ''
