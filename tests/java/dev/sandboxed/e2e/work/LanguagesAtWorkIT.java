package dev.sandboxed.e2e.work;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Compilers, interpreters and their tools do their work inside. */
class LanguagesAtWorkIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  private void shell(String script) {
    assertThat(world.shell("set -e\n" + script)).succeeded();
  }

  private Launch offline() {
    return Launch.quietly(world).with("--network=none");
  }

  /** Debian has no rustup in both releases, so a script chooses the toolchain as rustup does. */
  @Test
  void cargoBuildsWithAToolchainInTheHome() {
    shell(
        """
        toolchain=~/.rustup/toolchains/stable; mkdir -p $toolchain/bin ~/.cargo/bin
        cp /usr/bin/cargo /usr/bin/rustc /usr/bin/rustdoc $toolchain/bin
        ln -s /usr/lib $toolchain/lib
        printf '#!/bin/sh\\nexec "${RUSTUP_HOME:-$HOME/.rustup}/toolchains/stable/bin/${0##*/}" "$@"\\n' >~/.cargo/bin/rustup
        chmod +x ~/.cargo/bin/rustup
        for name in cargo rustc rustdoc; do ln -s rustup ~/.cargo/bin/$name; done
        echo '[registry]' >~/.cargo/credentials.toml
        mkdir src
        printf '[package]\\nname = "sum"\\nversion = "0.1.0"\\nedition = "2021"\\n' >Cargo.toml
        cat >src/main.rs <<END
        fn sum(a: u32, b: u32) -> u32 { a + b }
        fn main() { println!("sum={}", sum(20, 22)); }
        #[test] fn adds() { assert_eq!(sum(20, 22), 42); }
        END
        """);
    world.set("PATH", world.home() + "/.cargo/bin:/usr/bin:/bin");

    assertThat(
            offline()
                .with("--profile=toolchains")
                .shell("command -v cargo && cargo run -q && cargo test -q && ls ~/.cargo"))
        .succeeded()
        .outContains(world.home() + "/.cargo/bin/cargo\nsum=42\n")
        .outContains("1 passed")
        .outLacks("credentials");
    assertThat(world.run("target/debug/sum")).outIs("sum=42");
    // docs/symptoms.md says where to.
    assertThat(
            offline()
                .with("--profile=toolchains")
                .shell("cargo install -q --offline --path . --root .tools && .tools/bin/sum"))
        .succeeded()
        .outIs("sum=42");
  }

  @Test
  void goBuildsAndTestsWithC() {
    shell(
        """
        printf 'module example.org/twice\\ngo 1.19\\n' >go.mod
        cat >twice.go <<END
        package main

        // static int twice(int n) { return 2 * n; }
        import "C"
        import "fmt"

        func Twice(n int) int { return int(C.twice(C.int(n))) }
        func main()           { fmt.Println("twice", Twice(21)) }
        END
        cat >twice_test.go <<END
        package main

        import "testing"

        func TestTwice(t *testing.T) {
        	if Twice(21) != 42 {
        		t.Fatal(Twice(21))
        	}
        }
        END
        """);

    assertThat(offline().shell("go build -o twice && ./twice && go test ./... && go vet"))
        .succeeded()
        .outContains("twice 42\n")
        .outContains("ok  \texample.org/twice");
    assertThat(world.run("./twice")).outIs("twice 42");
  }

  @Test
  void pytestRunsInAVirtualEnvironmentThatWasMadeInside() {
    shell(
        """
        cat >test_sum.py <<END
        import sys

        def test_it_is_the_environment():
            assert sys.prefix.endswith("/project/.venv") and sys.prefix != sys.base_prefix

        def test_it_is_wrong():
            assert 20 + 22 == 43
        END
        """);

    assertThat(
            offline()
                .shell("python3 -m venv --without-pip --system-site-packages .venv && echo made"))
        .outIs("made");
    assertThat(offline().command(".venv/bin/python", "-m", "pytest", "-q", "test_sum.py"))
        .exitedWith(1)
        .outContains("assert (20 + 22) == 43")
        .outContains("1 failed, 1 passed");
  }

  @Test
  void pipInstallsIntoAVirtualEnvironment() {
    shell(
        """
        python3 - <<END
        import zipfile
        with zipfile.ZipFile("tiny-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr("tiny.py", "print('tiny at work')")
            info = "tiny-1.0.dist-info/"
            wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n")
            wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
            wheel.writestr(info + "RECORD", "tiny.py,,\\n")
        END
        """);

    assertThat(
            offline()
                .shell(
                    """
                    python3 -m venv --without-pip .venv
                    /usr/bin/pip3 -q --python .venv/bin/python install --no-index ./tiny-*.whl
                    .venv/bin/python -m tiny
                    """))
        .succeeded()
        .outIs("tiny at work");
  }

  @Test
  void javaCompilesAndRuns() {
    shell(
        """
        cat >Sum.java <<END
        import java.nio.file.Files;
        import java.nio.file.Path;
        import java.util.stream.IntStream;
        class Sum {
          public static void main(String[] words) throws Exception {
            System.out.println("sum=" + IntStream.range(0, 1000).parallel().sum());
            Process child = new ProcessBuilder("echo", "from a child").inheritIO().start();
            System.exit(child.waitFor() + (Files.exists(Path.of(".env")) ? 0 : 1));
          }
        }
        END
        """);

    assertThat(offline().shell("javac -d classes Sum.java && java -cp classes Sum"))
        .succeeded()
        .outIs("sum=499500\nfrom a child");
  }

  /** What the machine's programs have built for themselves lies in /var/lib. */
  @Test
  void aProgramFindsItsDictionary() {
    String spell = "echo 'a sentense' | aspell -a --lang=en";

    assertThat(world.shell(spell)).outContains("& sentense").outContains("sentence");
    assertThat(offline().shell(spell)).outIs(world.shell(spell).out().strip());
    assertThat(offline().shell("touch /var/lib/aspell/x")).failed();
  }
}
