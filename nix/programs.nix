# Programs and the libraries that they need, without the rest of the packages that both come from: strace and ip refer to
# elfutils and so to curl, slirp4netns to all translations of glib, git to its transports, perl to its modules. With those the
# closure would be half as large again.
#
# NixOS does the same for the first stage of its boot.
#
# No program here may start a shell: where git has its /bin/sh in the store compiled in, there is nothing left of that path. git starts
# one for a pager, a hook, an alias and much else that a configuration names. sandboxed asks git only what starts none of these, and
# takes core.fsmonitor away, because what a project's configuration says must not run outside in any case.
{
  lib,
  nukeReferences,
  patchelf,
  runCommand,
}:
# The package of each program, by the program's name.
packages:
runCommand "sandboxed-programs"
  {
    nativeBuildInputs = [
      nukeReferences
      patchelf
    ];
    __structuredAttrs = true;
    env.programs = toString (
      lib.mapAttrsToList (program: package: lib.getExe' package program) packages
    );
    disallowedReferences = map lib.getBin (builtins.attrValues packages);
  }
  ''
    mkdir -p $out/bin $out/lib
    install -m 755 -t $out/bin $programs
    loader=$(patchelf --print-interpreter $out/bin/bwrap)

    # The libraries of a program, with those that they need themselves; a line is: NAME => FILE (ADDRESS).
    for program in $programs; do
      "$loader" --list "$program" >listed
      while read -r name arrow file _; do
        case $name in
          # They are glibc's, like the loader.
          libc.so.* | libdl.so.* | libm.so.* | libpthread.so.* | libresolv.so.* | librt.so.* | libutil.so.*) ;;
          *) [[ $arrow != "=>" ]] || install -m 755 "$file" $out/lib/"$name" ;;
        esac
      done <listed
    done

    for file in $out/bin/* $out/lib/*; do
      patchelf --set-rpath $out/lib:"''${loader%/*}" "$file"
    done
    # They work without the other things they name in the store, translations or plugins.
    nuke-refs -e $out -e "''${loader%/*/*}" $out/bin/* $out/lib/*

    for program in $out/bin/*; do
      "$(patchelf --print-interpreter "$program")" --list "$program" >listed
      if grep "not found" listed; then
        echo "$program would not start"
        exit 1
      fi
    done
  ''
