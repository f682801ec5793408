# The program git alone, which is all that sandboxed asks: it reads configuration and ignore rules. What goes with it, its
# transports above all, would be a quarter of the closure. Nix starts the git that is beside it.
{
  gitMinimal,
  removeReferencesTo,
  runCommand,
}:
runCommand "git-alone-${gitMinimal.version}"
  {
    nativeBuildInputs = [ removeReferencesTo ];
    disallowedReferences = [ gitMinimal ];
  }
  ''
    install -D ${gitMinimal}/bin/git $out/bin/git
    remove-references-to -t ${gitMinimal} $out/bin/git
  ''
