# The ahead-of-time cache of sandboxed's jars (JEP 514): with it a launch is planned in half the time.
#
# The cache knows the path and the time of each jar, and Nix sets the time when a build has ended. So this is a separate
# build, which finds the jars in the store.
{
  lib,
  callPackage,
  runCommand,
  jre,
  jars,
}:
runCommand "sandboxed-aot"
  {
    env.tools = lib.makeBinPath (callPackage ../tools.nix { });
    env.home = "${
      lib.fileset.toSource {
        root = ../..;
        fileset = ../../profiles;
      }
    }";
  }
  ''
    PATH="$tools:$PATH" bash ${../../src/build/furnish} "$PWD/home" "$PWD/project" "$PWD/bin"

    # The options are those that src/main/bash/front starts java with, and as in bin/lib/build.bash nothing is kept for a compiler.
    train() {
      (
        cd project
        env -i PATH="$PWD/../bin" HOME="$PWD/../home" LC_ALL=C.UTF-8 SANDBOXED_HOME="$home" SANDBOXED_TOOLS="$tools" \
          SANDBOXED_ANSWER_FD=3 SANDBOXED_TERMINAL=1 \
          ${jre}/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
          -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -XX:AOTCacheOutput="$PWD/../aot" \
          -jar ${jars}/share/java/sandboxed.jar "$@" 3>/dev/null >../said
      ) && [[ -s aot ]]
    }

    # Planning a launch loads nearly everything that any command does. If builds may not make a sandbox, as in most Nix builds,
    # no launch can be planned: then the command that reads all profiles has to do.
    train run claude --network none || train profiles list
    mv aot $out
  ''
