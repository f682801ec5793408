# nixpkgs' "trivial builders".
{
  lib,
  machine,
  pkgs,
}:
let
  inherit (pkgs)
    runCommand
    stdenv
    system
    writeTextFile
    ;
in
{
  # Whoever has the file puts it into the store beforehand (nix-store --add-fixed); the path says whether it is the same.
  fetchurl =
    {
      url ? builtins.head urls,
      urls ? [ url ],
      hash ? "",
      sha256 ? "",
      name ? baseNameOf url,
      executable ? false,
    }:
    derivation {
      inherit
        name
        system
        url
        urls
        ;
      builder = machine.bash;
      args = [
        "-c"
        "echo \"there is no network here to fetch $url\" >&2; exit 1"
      ];
      outputHashMode = if executable then "recursive" else "flat";
      outputHashAlgo = "sha256";
      outputHash = if hash == "" then sha256 else hash;
    };

  runCommand =
    name: attributes: buildCommand:
    stdenv.mkDerivation (
      {
        inherit name buildCommand;
      }
      // attributes
    );

  writeTextFile =
    {
      name,
      text,
      executable ? false,
      destination ? "",
      checkPhase ? "",
      meta ? { },
    }:
    stdenv.mkDerivation {
      inherit name meta;
      env = {
        inherit destination text;
      };
      buildCommand = ''
        target=$out$destination
        mkdir -p "$(dirname "$target")"
        printf '%s' "$text" >"$target"
        ${lib.concatStringsSep "\n" (lib.optional executable "chmod +x \"$target\"")}
        ${checkPhase}
      '';
    };
  writeText = name: text: writeTextFile { inherit name text; };
  writeShellScriptBin =
    name: text:
    writeTextFile {
      inherit name;
      text = "#!${machine.bash}\n${text}\n";
      executable = true;
      destination = "/bin/${name}";
      meta.mainProgram = name;
    };
  linkFarm =
    name: entries:
    let
      links =
        if builtins.isAttrs entries then
          entries
        else
          builtins.listToAttrs (map (entry: lib.nameValuePair entry.name entry.path) entries);
    in
    # Structured, so that the many names are no variable of the environment, which has a limit.
    runCommand name { __structuredAttrs = true; } ''
      mkdir -p $out
      cd $out
      while IFS=$'\t' read -r path target; do
        [[ $path != */* ]] || mkdir -p "''${path%/*}"
        ln -s "$target" "$path"
      done <<'END'
      ${lib.concatStringsSep "\n" (lib.mapAttrsToList (path: target: "${path}\t${target}") links)}
      END
    '';

  mkShell =
    {
      packages ? [ ],
      nativeBuildInputs ? [ ],
      ...
    }@attributes:
    stdenv.mkDerivation (
      {
        name = "nix-shell";
        buildCommand = "export >$out";
      }
      // removeAttrs attributes [ "packages" ]
      // {
        nativeBuildInputs = packages ++ nativeBuildInputs;
      }
    );
}
