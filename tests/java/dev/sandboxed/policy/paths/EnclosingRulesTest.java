package dev.sandboxed.policy.paths;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import dev.sandboxed.profile.PathRule;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnclosingRulesTest {

  private static final Path SHOP = Path.of("/home/ana/shop");

  @ParameterizedTest(name = "DENY {0} is, in {1}: {2}")
  @CsvSource({
    "web/secret, web, DENY secret",
    "web/secret, web/app, ''",
    "web/app/*.pem, web/app, DENY *.pem",
    "web/*/x, web/app, DENY x",
    "w*/?pp/**/x, web/app, DENY **/x",
    "**/.env, web, DENY **/.env",
    ".env, web, ''",
    "*.pem, web, ''",
    "web/./secret, web, DENY secret",
    "web, web, DENY .",
    "web, web/app, DENY .",
    "**, web, DENY **",
    "**/web, web, 'DENY **/web, DENY .'",
    "we**/x, web, DENY **/x",
    "/home/ana/shop/web/x, web, ''",
    "~/shop/web/x, web, ''",
  })
  void aMaskOfTheProjectAroundIsSeenFromInside(String pattern, String inside, String expected) {
    List<PathRule> rules =
        EnclosingRules.of(List.of(rule(Access.DENY, pattern)), SHOP, SHOP.resolve(inside));
    assertThat(rules.stream().map(EnclosingRulesTest::text).sorted())
        .containsExactlyElementsOf(
            Stream.of(expected.split(", ")).filter(text -> !text.isEmpty()).sorted().toList());
  }

  @ParameterizedTest
  @CsvSource({"web/ci.yml, PROTECT ci.yml", "web, READ ."})
  void soIsAProtection(String pattern, String expected) {
    assertThat(EnclosingRules.of(List.of(rule(Access.PROTECT, pattern)), SHOP, SHOP.resolve("web")))
        .extracting(EnclosingRulesTest::text)
        .containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({"READ", "WRITE"})
  void whatItGrantsIsNot(Access access) {
    assertThat(EnclosingRules.of(List.of(rule(access, "web/x")), SHOP, SHOP.resolve("web")))
        .isEmpty();
  }

  private static PathRule rule(Access access, String pattern) {
    return new PathRule(access, pattern, true, new Origin.BuiltIn("test"));
  }

  private static String text(PathRule rule) {
    return rule.access() + " " + rule.pattern();
  }
}
