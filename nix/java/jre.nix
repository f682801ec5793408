# The part of a JDK that sandboxed's jars need, which is a quarter of it.
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

  __structuredAttrs = true;
  strictDeps = true;

  nativeBuildInputs = [
    jdk25_headless
    removeReferencesTo
  ];
  dontUnpack = true;

  # What jdeps names, except java.desktop and java.sql, which are for Jackson types that sandboxed does not use.
  buildPhase = ''
    runHook preBuild
    jlink --add-modules java.base,java.logging --output $out \
      --compress zip-9 --strip-java-debug-attributes --no-header-files --no-man-pages
    # Debian's JDK has those of its libraries beside them, 600 MB.
    find $out -name '*.debuginfo' -delete
    runHook postBuild
  '';
  dontInstall = true;

  stripDebugFlags = [ "--strip-unneeded" ];
  postFixup = ''
    find $out -type f -exec remove-references-to -t ${jdk25_headless} {} +
  '';
  disallowedReferences = [ jdk25_headless ];
}
