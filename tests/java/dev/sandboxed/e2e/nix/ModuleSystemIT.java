package dev.sandboxed.e2e.nix;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;

import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The stand-in for nixpkgs' module system keeps its rules: what is refused there must not pass
 * here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModuleSystemIT {

  private final HostWorld world = HostWorld.create();
  private final NixExpressions nix =
      new NixExpressions(
          world,
          """
          let
            lib = import %s/tests/nix/lib;
            inherit (lib) mkOption mkIf mkMerge mkDefault mkForce mkOverride types;
            option = type: mkOption { inherit type; };
            x = type: { _file = "declares"; options.x = option type; };
            is = value: { config.x = value; };
            config = modules: (lib.evalModules { inherit modules; }).config;
            package = derivation { name = "hello"; system = "any"; builder = "/none"; };
          in
          """
              .formatted(Checkout.directory()));

  @AfterAll
  void tearDown() {
    world.close();
  }

  static Stream<Arguments> values() {
    return Stream.of(
        rule("default", "{ options.x = mkOption { default = 1; }; }", "1"),
        rule("a definition", "{ options.x = mkOption { default = 1; }; } (is 2)", "2"),
        rule("mkDefault is weaker", "(x types.int) (is (mkDefault 1)) (is 2)", "2"),
        rule("mkForce is stronger", "(x types.int) (is (mkForce 1)) (is 2)", "1"),
        rule("mkOverride", "(x types.int) (is (mkOverride 900 1)) (is (mkDefault 2))", "1"),
        rule("override of a set", "(x types.int) (mkForce { x = 1; }) (is 2)", "1"),
        rule("twice the same", "(x types.str) (is \"a\") (is \"a\")", "\"a\""),
        rule("a condition", "(x types.int) (is (mkIf true 1)) (is (mkIf false 2))", "1"),
        rule("of a set", "(x types.int) { config = mkIf false { x = 2; }; } (is 1)", "1"),
        rule("override in it", "(x types.int) (is (mkIf false (mkForce 2))) (is 1)", "1"),
        rule("later before", "(x (types.listOf types.int)) (is [ 1 2 ]) (is [ 3 ])", "[3,1,2]"),
        rule("merged", "(x (types.listOf types.int)) (is (mkMerge [ [ 1 ] [ 2 ] ]))", "[1,2]"),
        rule("in a list", "(x (types.listOf types.int)) (is [ (mkIf false 1) 2 ])", "[2]"),
        rule("lines", "(x types.lines) (is \"b\") (is \"a\")", "\"a\\nb\""),
        rule("null", "(x (types.nullOr types.int)) (is null)", "null"),
        rule("not null", "(x (types.nullOr types.int)) (is 1)", "1"),
        rule("enum", "(x (types.enum [ \"a\" \"b\" ])) (is \"b\")", "\"b\""),
        rule("path", "(x types.path) (is \"/etc\")", "\"/etc\""),
        rule("either", "(x (types.either types.int types.str)) (is \"a\")", "\"a\""),
        rule("oneOf", "(x (types.oneOf [ types.int types.bool types.str ])) (is true)", "true"),
        rule("attrsOf", "(x (types.attrsOf types.int)) (is { a = 1; }) (is { b = 2; })", AB),
        rule(
            "what is false is left out",
            "(x (types.attrsOf types.int)) (is { a = 1; b = 2; c = mkIf false 3; })",
            AB),
        rule("anything", "(x types.unspecified) (is { a = 1; }) (is { b = 2; })", AB),
        rule(
            "lazily",
            "(x (types.lazyAttrsOf types.int)) ({ config, ... }: is { a = 1; b = config.x.a + 1; })",
            AB),
        rule("apply", "{ options.x = mkOption { apply = n: n + 1; }; } (is 1)", "2"),
        rule("mkEnableOption", "{ options.x = lib.mkEnableOption \"it\"; }", "false"),
        rule("its type", "{ options.x = lib.mkEnableOption \"it\"; } (is true)", "true"),
        rule(
            "mkPackageOption",
            "{ options.x = lib.mkPackageOption { hello = package // { outPath = \"/it\"; }; }"
                + " \"hello\" { }; }",
            "\"/it\""),
        rule(
            "another option",
            "(x types.int) ({ config, ... }: { options.x2 = mkOption { default = 2; };"
                + " config = mkIf (config.x2 == 2) { x = config.x2; }; })",
            "2"),
        rule("shorthand", "(x types.int) { x = 1; }", "1"),
        rule("imports", "{ imports = [ (x types.int) (_: is 1) ]; }", "1"),
        rule(
            "a key counts once",
            "{ key = \"a\"; imports = [ (x types.int) ]; } { key = \"a\"; imports = [ (x types.int) ]; }"
                + " (is 1)",
            "1"),
        rule(
            "arguments",
            "(x types.int) { _module.args.n = 1; } ({ n, lib, options, ... }:"
                + " is (if options.x.type.description == \"signed integer\" then n else 0))",
            "1"),
        rule(
            "submodules",
            "(x (types.attrsOf (types.submodule ({ name, ... }: { options.n = mkOption {"
                + " default = name; }; options.m = option types.int; }))))"
                + " (is { a.m = 1; b = { n = \"c\"; }; }) (is { b = _: { m = 2; }; })",
            "{\"a\":{\"m\":1,\"n\":\"a\"},\"b\":{\"m\":2,\"n\":\"c\"}}"),
        rule(
            "freeform",
            "(x (types.submodule { freeformType = types.attrsOf types.int;"
                + " options.a = mkOption { default = 1; }; })) (is { b = 2; })",
            AB));
  }

  private static final String AB = "{\"a\":1,\"b\":2}";

  private static Arguments rule(String name, String modules, String value) {
    return Arguments.of(name, modules, value);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void aRuleGivesItsValue(String name, String modules, String value) {
    assertThat(nix.value("(config [ " + modules + " ]).x")).succeeded().outIs(value);
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        error("(x types.int) { config.y = 1; }", "The option `y' does not exist"),
        error("(x types.int) { _file = \"mine\"; config.y.z = 1; }", "In `mine': { z = "),
        error("{ options.x.a = option types.int; } (is { b = 1; })", "`x.b' does not exist"),
        error("(x types.int) { config = mkIf false { y = 1; }; }", "`y' does not exist"),
        error("(x types.int)", "The option `x' was accessed but has no value defined"),
        error("(x types.int) (is (mkIf false 1))", "has no value defined"),
        error("(x types.int) (is 1) (is 2)", "The option `x' has conflicting definition values"),
        error("(x types.bool) (is true) (is false)", "conflicting definition values"),
        error("(x types.str) (is (mkForce \"a\")) (is (mkForce \"b\"))", "conflicting"),
        error("(x types.package) (is package) (is package)", "defined multiple times"),
        error("(x types.int) (is \"a\")", "`x' is not of type `signed integer'"),
        error("(x types.int) (is \"a\")", "In `<unknown-file>': \"a\""),
        error("(x types.int) (is 1.5)", "not of type"),
        error("(x types.str) (is 1)", "not of type `string'"),
        error("(x types.bool) (is 1)", "not of type `boolean'"),
        error("(x types.lines) (is [ ])", "not of type"),
        error("(x types.path) (is \"etc\")", "not of type `absolute path'"),
        error("(x types.package) (is \"hello\")", "not of type `package'"),
        error("(x (types.enum [ \"a\" ])) (is \"b\")", "not of type `one of \"a\"'"),
        error("(x (types.nullOr types.int)) (is \"a\")", "not of type `null or signed integer'"),
        error("(x (types.nullOr types.int)) (is null) (is 1)", "both null and not null"),
        error("(x (types.listOf types.int)) (is { })", "not of type `list of signed integer'"),
        error("(x (types.listOf types.int)) (is [ \"a\" ])", "not of type `signed integer'"),
        error("(x (types.attrsOf types.int)) (is [ ])", "not of type `attribute set of"),
        error("(x (types.attrsOf types.int)) (is { a = \"b\"; })", "`x.a' is not of type"),
        error("(x (types.attrsOf types.int)) (is { a = 1; }) (is { a = 2; })", "`x.a' has confl"),
        error("(x (types.lazyAttrsOf types.int)) (is { a = mkIf false 1; })", "`x.a' was accessed"),
        error("(x (types.either types.int types.bool)) (is \"a\")", "signed integer or boolean'"),
        error("(x (types.either types.int types.bool)) (is 1) (is true)", "multiple times"),
        error("(x types.unspecified) (is { a = 1; }) (is { a = 2; })", "`x.a' has conflicting"),
        error("(x (types.submodule { })) (is { a = 1; })", "`x.a' does not exist"),
        error("(x (types.submodule { })) (is 1)", "not of type `submodule'"),
        error("(x (types.submodule { freeformType = types.attrsOf types.int; })) (is 1)", "open"),
        error(
            "(x (types.submodule { freeformType = types.attrsOf types.int; })) (is { a = \"b\"; })",
            "`x.a' is not of type `signed integer'"),
        error("{ options.x = lib.mkEnableOption \"it\"; } (is 1)", "not of type `boolean'"),
        error("{ options.x = lib.mkPackageOption { } \"hello\" { }; }", "hello cannot be found"),
        error("(x types.int) (x types.int) (is 1)", "The option `x' is already declared"),
        error("(x types.int) { options.x.y = option types.int; } (is 1)", "already declared"),
        error("(x types.int) { options = { }; x = 1; }", "has an unsupported attribute `x'"),
        error("(x types.int) (is (mkIf \"yes\" 1))", "is not a boolean"),
        error("{ options.x = mkOption { readOnly = true; }; } (is 1) (is 1)", "is read-only"),
        error("{ options.a-b.\"c.d\" = option types.int; } { a-b.\"c d\" = 1; }", "a-b.\"c d\"'"),
        error("(x types.int) { imports = [ [ ] ]; }", "can't be nested lists"),
        error("(x types.int) { config = 1; }", "a set of options was expected"),
        error("(x types.int) ({ none, ... }: is none)", "none"));
  }

  private static Arguments error(String modules, String message) {
    return Arguments.of(modules, message);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void aMistakeIsRefused(String modules, String message) {
    assertThat(nix.value("config [ " + modules + " ]")).exitedWith(1).errContains(message);
  }

  @Test
  void whatTheTomlWriterWritesIsWhatItWasGiven() {
    assertThat(
            nix.value(
                """
                let
                  formats = import %s/tests/nix/pkgs/formats.nix { inherit lib; writeText = _: text: text; };
                  value = {
                    string = ''
                      a "quote", a \\, é 日 and
                      two lines
                    '';
                    "odd key" = [ 1 2 ];
                    empty = { list = [ ]; table = { }; };
                    nested.deeper."a.b" = { yes = true; half = 0.5; };
                    tables = [ { path = "~/x"; optional = false; } { path = "y"; } ];
                  };
                in
                builtins.fromTOML ((formats.toml { }).generate "x" value) == value
                """
                    .formatted(Checkout.directory())))
        .succeeded()
        .outIs("true");
  }

  @Test
  void aFileThatIsImportedTwiceCountsOnce() {
    assertThat(
            world.shell(
                "echo '{ lib, ... }: { options.x = lib.mkOption { default = 1; }; }' >x.nix;"
                    + " echo '{ imports = [ ./x.nix ]; }' >y.nix"))
        .succeeded();

    assertThat(nix.value("(config [ ./x.nix ./y.nix ]).x")).succeeded().outIs("1");
  }
}
