# What is needed to work on sandboxed itself: to build it from a checkout, and for all that tests/run tests.
{
  mkShell,
  sandboxed,
  fish,
  jdk25_headless,
  mandoc,
  maven,
  nixfmt,
  nodejs,
  openssh,
  shellcheck,
  shfmt,
  tmux,
  zsh,
}:
mkShell {
  packages = [
    jdk25_headless
    maven
    nixfmt
    nodejs # npm fetches the agents that the tests drive
    shellcheck
    shfmt

    # What tests look at sandboxed with.
    fish
    mandoc
    openssh
    tmux
    zsh
  ]
  ++ sandboxed.tools;

  JAVA_HOME = jdk25_headless.home;
}
