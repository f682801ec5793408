# A launcher that gets the variables of a file at each launch. The file is named here, and not read.
{
  lib,
  runCommand,
  runtimeShell,
}:
# The launcher, and the path of the file outside the store.
package: file:
let
  command = package.meta.mainProgram;
in
runCommand package.name
  {
    __structuredAttrs = true;
    env.launcher = lib.concatLines [
      "#!${runtimeShell} -p"
      "exec ${runtimeShell} -p ${./environment-file} ${lib.escapeShellArg file} ${lib.getExe package} \"$@\""
    ];
    passthru = {
      # What AppArmor has to know, see modules/nixos.nix.
      tools = package.tools or package.sandboxed.tools or [ ];
    };
    meta = {
      description = package.meta.description or command;
      mainProgram = command;
    };
  }
  ''
    mkdir -p $out/bin
    printf '%s' "$launcher" >$out/bin/${command}
    chmod +x $out/bin/${command}
  ''
