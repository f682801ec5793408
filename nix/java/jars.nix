# sandboxed's jar and those it names. Two builds give the same bytes, because of project.build.outputTimestamp in pom.xml.
{
  lib,
  callPackage,
  stdenvNoCC,
  jdk25_headless,
  maven,
  version,
}:
stdenvNoCC.mkDerivation {
  pname = "sandboxed-jars";
  inherit version;

  __structuredAttrs = true;
  strictDeps = true;

  # Nothing else influences the build, so a change of a profile or a test rebuilds nothing.
  src = lib.fileset.toSource {
    root = ../..;
    fileset = lib.fileset.unions [
      ../../.mvn
      ../../pom.xml
      ../../src/build/PlainCalls.java
      ../../src/build/StackMaps.java
      ../../src/main/java
    ];
  };

  nativeBuildInputs = [
    jdk25_headless
    maven
  ];
  # nixpkgs' Maven brings along its own Java; this one takes precedence.
  env.JAVA_HOME = jdk25_headless.home;

  # Maven writes notes beside the files it reads.
  buildPhase = ''
    runHook preBuild
    cp --recursive --no-dereference ${callPackage ./repository.nix { }} "$TMPDIR/repository"
    chmod --recursive u+w "$TMPDIR/repository"
    mvn --batch-mode --offline --quiet -Dmaven.repo.local="$TMPDIR/repository" \
      ${lib.replaceStrings [ "\n" ] [ " " ] (lib.fileContents ./goals)}
    java src/build/StackMaps.java target/app/*.jar
    java src/build/PlainCalls.java target/app/sandboxed.jar target/app/*-*.jar
    runHook postBuild
  '';

  installPhase = ''
    runHook preInstall
    mkdir -p $out/share/java
    cp target/app/*.jar $out/share/java
    runHook postInstall
  '';
}
