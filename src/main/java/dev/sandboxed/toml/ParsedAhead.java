package dev.sandboxed.toml;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.tomlj.Toml;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/**
 * Parses texts before anyone asks for them, beside the rest of a launch that needs Java: most of
 * what a plan's few files cost is the parser's first steps. What a text says depends on the text
 * alone, so nothing is decided by when it is parsed, or from where somebody had it: whoever has
 * another one gets that one parsed.
 */
public final class ParsedAhead {

  // 1.0 is what Nix's fromTOML and every editor understand too. Sourceless: keeping track of
  // comments fails an assertion of tomlj 2.2.0 on some invalid files, and nothing here needs them.
  private static final TomlParseOptions OPTIONS =
      TomlParseOptions.sourceless().withVersion(TomlVersion.V1_0_0);

  private static final Map<String, CompletableFuture<TomlParseResult>> BEGUN =
      new ConcurrentHashMap<>();

  private ParsedAhead() {}

  /** Parses a text that will probably be asked for. */
  public static void parseAhead(String text) {
    CompletableFuture<TomlParseResult> result = new CompletableFuture<>();
    if (BEGUN.putIfAbsent(text, result) == null) {
      result.completeAsync(() -> parsed(text), Runnable::run);
    }
  }

  /** What a text says; waits where another thread has begun to find that out. */
  static TomlParseResult parse(String text) {
    CompletableFuture<TomlParseResult> begun = BEGUN.remove(text);
    try {
      return begun == null ? parsed(text) : begun.join();
    } catch (CompletionException failed) {
      // Whoever asks is to have the failure as it is.
      return parsed(text);
    }
  }

  private static TomlParseResult parsed(String text) {
    return Toml.parse(text, OPTIONS);
  }
}
