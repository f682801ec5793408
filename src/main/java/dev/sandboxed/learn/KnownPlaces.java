package dev.sandboxed.learn;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Directories of a home that tools are known to have, and that are granted as a whole or not. */
public final class KnownPlaces {

  /**
   * One of them.
   *
   * @param below relative to the home
   * @param what it is, in words
   * @param closed what in it may hold a token, as a pattern below the home; empty for nothing
   */
  public record Place(String below, String what, String closed) {

    Place(String below, String what) {
      this(below, what, "");
    }

    boolean holds(Path relative) {
      return relative.startsWith(below);
    }
  }

  // What is downloaded or built once, and used again. Not the files beside it, which hold tokens.
  private static final List<Place> CACHES =
      List.of(
          new Place(".npm/_cacache", "npm's cache"),
          new Place(".yarn/berry/cache", "yarn's cache"),
          new Place(".cache/yarn", "yarn's cache"),
          new Place(".local/share/pnpm/store", "pnpm's store"),
          new Place(".bun/install/cache", "bun's cache"),
          new Place(".cache/deno", "deno's cache"),
          new Place(".cache/pip", "pip's cache"),
          new Place(".cache/uv", "uv's cache"),
          new Place(".cache/pypoetry", "poetry's cache"),
          new Place(".cargo/registry", "cargo's crates"),
          new Place(".cargo/git", "cargo's crates from git"),
          new Place("go/pkg/mod", "go's modules"),
          new Place(".cache/go-build", "go's build cache"),
          new Place(".gradle/caches", "gradle's cache"),
          new Place(".gradle/wrapper/dists", "gradle itself"),
          new Place(".m2/repository", "maven's repository"),
          new Place(".ivy2/cache", "ivy's cache"),
          new Place(".nuget/packages", "nuget's packages"),
          new Place(".cache/composer", "composer's cache"),
          new Place(".cache/ccache", "ccache's cache"),
          new Place(".ccache", "ccache's cache"),
          new Place(".cache/bazel", "bazel's cache"),
          new Place(".cache/pre-commit", "pre-commit's hooks"));

  // As profiles/toolchains.toml has them: programs and what they consist of, and no login.
  private static final List<Place> TOOLCHAINS =
      List.of(
          new Place(".local/bin", "programs of yours"),
          new Place(".rustup", "rustup's toolchains"),
          new Place(".cargo/bin", "programs that cargo installed"),
          new Place(".nvm", "nvm's versions of node", ".nvm/versions/node/*/etc/npmrc"),
          new Place(
              ".fnm", "fnm's versions of node", ".fnm/node-versions/*/installation/etc/npmrc"),
          new Place(
              ".local/share/fnm",
              "fnm's versions of node",
              ".local/share/fnm/node-versions/*/installation/etc/npmrc"),
          new Place(".volta", "volta's versions of node"),
          new Place(
              ".local/share/mise", "mise's tools", ".local/share/mise/installs/node/*/etc/npmrc"),
          new Place(".asdf", "asdf's tools", ".asdf/installs/nodejs/*/etc/npmrc"),
          new Place(".pyenv", "pyenv's versions of python"),
          new Place(".local/share/uv/python", "uv's versions of python"),
          new Place(".local/share/uv/tools", "uv's tools"),
          new Place(".local/share/pipx", "pipx's programs"),
          new Place(".local/pipx", "pipx's programs"),
          new Place(".rbenv", "rbenv's versions of ruby"),
          new Place("go/bin", "programs that go installed"),
          new Place("sdk", "go's versions"),
          new Place(".local/go", "go"),
          new Place(".sdkman", "sdkman's tools"),
          new Place(".ghcup", "ghcup's tools"),
          new Place(".cabal/bin", "programs that cabal installed"),
          new Place(".dotnet", "dotnet"),
          new Place(".bun/bin", "bun"),
          new Place(".deno/bin", "deno"),
          new Place(".cache/ms-playwright", "playwright's browsers"),
          new Place(".cache/puppeteer", "puppeteer's browsers"));

  // In these, tools write while they work, so in a session that is recorded they are what they
  // always are: private, empty and gone afterwards.
  private static final List<String> KEPT_PRIVATE =
      List.of(".cache", ".npm", ".yarn", ".gradle", ".ccache", ".ivy2", ".local/share/pnpm");

  private KnownPlaces() {}

  /** The cache that a path is in. */
  static Optional<Place> cache(Path relative) {
    return CACHES.stream().filter(place -> place.holds(relative)).findFirst();
  }

  /** The toolchain that a path belongs to. */
  static Optional<Place> toolchain(Path relative) {
    return TOOLCHAINS.stream().filter(place -> place.holds(relative)).findFirst();
  }

  /** Every place that a session that is recorded has privately, relative to the home. */
  public static List<Path> keptPrivate() {
    return Stream.concat(KEPT_PRIVATE.stream(), CACHES.stream().map(Place::below))
        .map(Path::of)
        .toList();
  }
}
