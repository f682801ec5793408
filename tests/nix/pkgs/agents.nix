# The agents: the real program where the machine has it, a script that only knows its version otherwise.
{
  lib,
  machine,
  pkgs,
}:
let
  inherit (pkgs) fetchurl stdenv;
  gemini = machine.gemini or "present";

  agent =
    {
      pname,
      mainProgram,
      license,
      problems ? { },
    }:
    let
      real = machine.agents.${pname} or null;
      version = if real == null then "0" else real.version;
      program = fetchurl {
        url = "mirror://npm/${mainProgram}";
        inherit (real) sha256;
        executable = true;
      };
    in
    stdenv.mkDerivation {
      inherit pname version;
      buildCommand = ''
        mkdir -p $out/bin
        ${
          if real == null then
            ''
              printf '#!${machine.bash}\necho "${pname} (stand-in)"\n' >$out/bin/${mainProgram}
              chmod +x $out/bin/${mainProgram}
            ''
          else
            "ln -s ${program} $out/bin/${mainProgram}"
        }
      '';
      meta = {
        inherit mainProgram license problems;
      };
    };
in
{
  claude-code = agent {
    pname = "claude-code";
    mainProgram = "claude";
    license = lib.licenses.unfree;
  };
  antigravity-cli = agent {
    pname = "antigravity-cli";
    mainProgram = "agy";
    license = lib.licenses.unfree;
  };
}
# As nixpkgs has had it, has it since August 2026, and may have it next.
// lib.optionalAttrs (gemini != "missing") {
  gemini-cli =
    if gemini == "throw" then
      throw "'gemini-cli' has been removed, use 'antigravity-cli'"
    else
      agent {
        pname = "gemini-cli";
        mainProgram = "gemini";
        license = lib.licenses.asl20;
        problems = lib.optionalAttrs (gemini == "problems") {
          removal.message = "Gemini CLI is replaced by Antigravity CLI";
        };
      };
}
