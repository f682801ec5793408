# Our jar and those it names. Two builds are the same bytes: project.build.outputTimestamp in pom.xml sees to that.
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

  # Nothing else has a say in it, so a change of a profile or of a test builds nothing anew.
  src = lib.fileset.toSource {
    root = ../..;
    fileset = lib.fileset.unions [
      ../../.mvn
      ../../pom.xml
      ../../src/main/java
    ];
  };

  nativeBuildInputs = [
    jdk25_headless
    maven
  ];
  # nixpkgs' Maven brings along a Java of its own, which gives way to this.
  env.JAVA_HOME = jdk25_headless.home;

  # Maven writes notes beside what it reads.
  buildPhase = ''
    runHook preBuild
    cp --recursive --no-dereference ${callPackage ./repository.nix { }} "$TMPDIR/repository"
    chmod --recursive u+w "$TMPDIR/repository"
    mvn --batch-mode --offline --quiet -Dmaven.repo.local="$TMPDIR/repository" \
      ${lib.replaceStrings [ "\n" ] [ " " ] (lib.fileContents ./goals)}
    runHook postBuild
  '';

  installPhase = ''
    runHook preInstall
    mkdir -p $out/share/java
    cp target/app/*.jar $out/share/java
    runHook postInstall
  '';
}
