# As much of a JDK as our jars need, which is a quarter of it.
#
# Not nixpkgs' jre_minimal: it can neither compress nor leave out debug information, and what it makes may refer to the JDK.
{
  stdenv,
  jdk25_headless,
  removeReferencesTo,
}:
stdenv.mkDerivation {
  pname = "sandboxed-jre";
  inherit (jdk25_headless) version;

  nativeBuildInputs = [
    jdk25_headless
    removeReferencesTo
  ];
  dontUnpack = true;

  # jdeps names java.desktop and java.sql as well, for types of Jackson's that we have none of.
  buildPhase = ''
    runHook preBuild
    jlink --add-modules java.base --output $out \
      --compress zip-9 --strip-java-debug-attributes --no-header-files --no-man-pages
    runHook postBuild
  '';
  dontInstall = true;

  stripDebugFlags = [ "--strip-unneeded" ];
  postFixup = ''
    find $out -type f -exec remove-references-to -t ${jdk25_headless} {} +
  '';
  disallowedReferences = [ jdk25_headless ];
}
