package dev.sandboxed.e2e.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.e2e.world.AgentScript;
import dev.sandboxed.e2e.world.Allowance;
import dev.sandboxed.e2e.world.Checkout;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.OutcomeAssert;
import dev.sandboxed.e2e.world.Profiles;
import dev.sandboxed.e2e.world.Undefended;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No mount can be moved out of the way, whatever it holds shut. A program could do that in a mount
 * namespace of its own, so it cannot make one. Two walls ensure that, and each is enough alone.
 */
class EscapeIT {

  private static final String MARK = "canary-of-escape";

  // asm-generic/errno-base.h: EPERM from the filter, ENOSPC from a limit of namespaces that is 0.
  private static final String BY_FILTER = "unshare: error 1";
  private static final String BY_BUBBLEWRAP = "unshare: error 28";

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void tearDown() {
    world.close();
  }

  /** Something that a mount holds shut: how it is made, attacked, and looked at afterwards. */
  enum Held {
    A_SECRET("", "escape read .env", "", "canary-env-"),
    GIT(
        "echo : >.git/hooks/pre-commit",
        "escape write .git config '# MARK'; escape write .git hooks/pre-commit '# MARK'",
        "tail -n 1 .git/config .git/hooks/pre-commit",
        MARK),
    A_SECRET_OF_STRICT(
        "mkdir cfg; echo MARK >cfg/prod.pem",
        "escape read cfg/prod.pem",
        "",
        MARK,
        "--profile=strict"),
    A_PROTECTED_DIRECTORY(
        "mkdir .github; echo on: push >.github/ci.yml",
        "escape write .github ci.yml '# MARK'",
        "cat .github/ci.yml",
        MARK,
        "--profile=strict"),
    THE_KEEPERS_CONFIGURATION(
        "mkdir -p ~/.config/sandboxed/profiles",
        "cd ~/.config; escape write sandboxed profiles/default.toml '# MARK'",
        "cat ~/.config/sandboxed/profiles/default.toml",
        MARK,
        "--write=~/.config"),
    AN_ALLOWED_PROFILE(
        "echo 'description = \"mine\"' >.sandboxed.toml",
        "escape replace .sandboxed.toml '# MARK'",
        "cat .sandboxed.toml",
        MARK),
    A_LINKED_WORK_TREE(
        "git worktree add -q ../tree",
        "escape replace .git 'gitdir: /MARK'",
        "cat ../tree/.git",
        MARK) {
      @Override
      Path directory(HostWorld world) {
        return world.project().resolveSibling("tree");
      }
    },
    /** A new file in it; the checkout belongs to the person who runs this test. */
    THE_CHECKOUT_THAT_LAUNCHES(
        "",
        "escape write src main/bash/MARK MARK",
        "cd 'CHECKOUT'; cat src/main/bash/MARK; rm -f src/main/bash/MARK",
        MARK) {
      @Override
      Path directory(HostWorld world) {
        return Checkout.directory();
      }
    },
    PERSONAL_SETTINGS(
        "mkdir -p ~/.claude; echo '{}' >~/.claude/settings.json",
        "cd ~/.claude; escape replace settings.json '{\"MARK\": 1}'; cat settings.json",
        "",
        MARK,
        "claude");

    private final String make;
    private final String attack;
    private final String look;
    private final String mark;
    private final String option;

    Held(String make, String attack, String look, String mark) {
      this(make, attack, look, mark, "");
    }

    Held(String make, String attack, String look, String mark, String option) {
      this.make = filled(make);
      this.attack = Escape.script(filled(attack));
      this.look = filled(look);
      this.mark = mark;
      this.option = option;
    }

    private static String filled(String script) {
      return script.replace("MARK", MARK).replace("CHECKOUT", Checkout.directory().toString());
    }

    Path directory(HostWorld world) {
      return world.project();
    }

    Launch launch(HostWorld world) {
      return Launch.quietly(world)
          .in(directory(world))
          .with("--network=none", "--project=" + directory(world), Escape.OPTION)
          .with(option.isEmpty() ? List.of() : List.of(option));
    }

    boolean ofAnAgent() {
      return option.equals("claude");
    }

    String[] command() {
      return ofAnAgent() ? new String[] {attack} : new String[] {"sh", "-c", attack};
    }
  }

  private void make(Held held) {
    OutcomeAssert.assertThat(world.shell("set -e\n" + held.make)).succeeded();
    AgentScript.installed(world);
    if (held == Held.AN_ALLOWED_PROFILE) {
      OutcomeAssert.assertThat(Allowance.give(world, world.project())).succeeded();
    }
  }

  private Outcome attack(Held held) {
    Launch launch = held.launch(world);
    return held.ofAnAgent()
        ? launch.with(held.command()).outcome()
        : launch.command(held.command());
  }

  private Outcome attackWithout(Held held, UnaryOperator<Undefended> wall) {
    return wall.apply(Undefended.of(held.launch(world), held.command())).outcome();
  }

  private static Undefended withoutLimit(Undefended launch) {
    return launch.without("--disable-userns", "--assert-userns-disabled");
  }

  /** Everything that the attack gained: what it printed, and what is on the host afterwards. */
  private String booty(Held held, Outcome outcome) {
    return outcome.out() + world.shell(held.look).out();
  }

  @ParameterizedTest
  @EnumSource
  void noMountIsMovedOutOfTheWay(Held held) {
    make(held);

    Outcome refused = attack(held);

    assertThat(booty(held, refused)).doesNotContain(held.mark).contains(BY_FILTER);
    Outcome taken = attackWithout(held, launch -> withoutLimit(launch).withoutFilter());
    assertThat(booty(held, taken)).as(taken.describe()).contains(held.mark);
  }

  @ParameterizedTest
  @EnumSource(names = {"A_SECRET", "GIT"})
  void eachWallIsEnoughAlone(Held held) {
    make(held);

    Outcome byFilter = attackWithout(held, EscapeIT::withoutLimit);
    Outcome byBubblewrap = attackWithout(held, Undefended::withoutFilter);

    assertThat(booty(held, byFilter)).doesNotContain(held.mark).contains(BY_FILTER);
    assertThat(booty(held, byBubblewrap)).doesNotContain(held.mark).contains(BY_BUBBLEWRAP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "internet-only"})
  void theSameInEveryTier(String tier) {
    Launch launch = Launch.quietly(world).with("--network=" + tier, Escape.OPTION);
    String[] command = {"sh", "-c", Escape.script("escape read .env")};

    OutcomeAssert.assertThat(launch.command(command)).exitedWith(1).outIs(BY_FILTER);
    OutcomeAssert.assertThat(Undefended.of(launch, command).withoutFilter().outcome())
        .exitedWith(1)
        .outIs(BY_BUBBLEWRAP);
    OutcomeAssert.assertThat(withoutLimit(Undefended.of(launch, command)).withoutFilter().outcome())
        .succeeded()
        .outContains(world.envSecret());
  }

  /** Root needs no map of users to begin with. */
  @ParameterizedTest
  @EnumSource(names = {"A_SECRET", "GIT"})
  void theSameForRoot(Held held) {
    make(held);
    world.behind("unshare", "--user", "--map-root-user");

    assertThat(booty(held, attack(held))).doesNotContain(held.mark).contains(BY_FILTER);
    assertThat(booty(held, attackWithout(held, Undefended::withoutFilter)))
        .doesNotContain(held.mark)
        .contains(BY_BUBBLEWRAP);
    Outcome taken = attackWithout(held, launch -> withoutLimit(launch).withoutFilter());
    assertThat(booty(held, taken)).as(taken.describe()).contains(held.mark);
  }

  @Test
  void masksHoldEvenWithUserNamespacesAllowed() {
    Launch launch =
        Launch.quietly(world)
            .with("--network=none", Profiles.nestedUserNamespaces(world), Escape.OPTION);
    String[] command = {"sh", "-c", Escape.script("escape read .env")};

    OutcomeAssert.assertThat(launch.command(command)).exitedWith(1).outIs(BY_FILTER);
    OutcomeAssert.assertThat(Undefended.of(launch, command).withoutFilter().outcome())
        .succeeded()
        .outContains(world.envSecret());
  }
}
