# What a package needs at run time, itself included.
{ pkgs, ... }:
{
  closureInfo =
    { rootPaths }:
    pkgs.runCommand "closure-info"
      {
        __structuredAttrs = true;
        exportReferencesGraph.closure = rootPaths;
      }
      ''
        mkdir $out
        # One member a line: no path has any of these characters in it.
        tr '{},' '\n' <"$NIX_ATTRS_JSON_FILE" >members
        sed -n 's/^"path":"\(.*\)"$/\1/p' members | sort -u >$out/store-paths
        sum=0
        while read -r size; do
          ((sum += size))
        done < <(sed -n 's/^"narSize":\([0-9]*\)$/\1/p' members)
        printf '%s\n' "$sum" >$out/total-nar-size
      '';
}
