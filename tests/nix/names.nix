# The names that our files may use of nixpkgs, by kind.
let
  lists = builtins.fromTOML (builtins.readFile ./nixpkgs-names.toml);
  read = lists.read ++ lists.unread;
in
{
  names = kind: builtins.concatMap (file: file.${kind} or [ ]) read;
}
