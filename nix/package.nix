# The program `sandboxed`, which starts only what it was packaged with.
{
  lib,
  stdenvNoCC,
  installShellFiles,
  runtimeShell,
  callPackage,
  sandboxedJava,
}:
let
  tools = callPackage ./tools.nix { };
in
stdenvNoCC.mkDerivation {
  pname = "sandboxed";
  inherit (sandboxedJava) version;

  src = lib.fileset.toSource {
    root = ../.;
    fileset = lib.fileset.unions [
      ../profiles
      ../src/main/bash
      ../src/main/perl
    ];
  };

  nativeBuildInputs = [ installShellFiles ];

  __structuredAttrs = true;
  strictDeps = true;

  # bash -p: neither BASH_ENV nor a function that the environment exports can influence what happens.
  env.launcher = ''
    #!${runtimeShell} -p
    export SANDBOXED_CALLED=$0
    export SANDBOXED_HOME=${placeholder "out"}/share/sandboxed
    export SANDBOXED_JAVA=${sandboxedJava.jre}/bin/java
    export SANDBOXED_APP=${sandboxedJava.jars}/share/java
    export SANDBOXED_AOT=${sandboxedJava.aot}
    export SANDBOXED_TOOLS=${lib.makeBinPath tools}
    exec ${runtimeShell} -p "$SANDBOXED_HOME/src/main/bash/front" "$@"
  '';

  installPhase = ''
    runHook preInstall
    mkdir -p $out/bin $out/share/sandboxed
    cp -r profiles src $out/share/sandboxed
    printf '%s' "$launcher" >$out/bin/sandboxed
    chmod +x $out/bin/sandboxed

    export HOME=$TMPDIR
    for shell in bash zsh fish; do
      $out/bin/sandboxed completion $shell >completion.$shell
    done
    installShellCompletion --cmd sandboxed --bash completion.bash --zsh completion.zsh --fish completion.fish
    $out/bin/sandboxed man >sandboxed.1
    installManPage sandboxed.1
    runHook postInstall
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck
    [[ $($out/bin/sandboxed --version) == "sandboxed ${sandboxedJava.version}" ]]
    runHook postInstallCheck
  '';

  passthru = {
    inherit tools;
    java = sandboxedJava;
  };

  meta = {
    description = "Runs AI coding agents in a sandbox that contains only what the work needs";
    license = lib.licenses.mit;
    mainProgram = "sandboxed";
    platforms = [
      "aarch64-linux"
      "x86_64-linux"
    ];
    sourceProvenance = [
      lib.sourceTypes.fromSource
      lib.sourceTypes.binaryBytecode # what Maven builds with and the libraries are jars
    ];
  };
}
