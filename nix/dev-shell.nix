# What is needed to work on sandboxed itself: to build it from a checkout, and to run everything that tests/run tests.
{
  mkShell,
  bubblewrap,
  dnsmasq,
  fish,
  git,
  haproxy,
  iproute2,
  jdk25_headless,
  mandoc,
  maven,
  nftables,
  nixfmt,
  nodejs,
  openssh,
  openssl,
  patchelf,
  runc,
  shellcheck,
  shfmt,
  slirp4netns,
  strace,
  tmux,
  util-linuxMinimal,
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

    # What it starts.
    bubblewrap
    dnsmasq
    git
    haproxy
    iproute2
    nftables
    openssl
    slirp4netns
    strace
    util-linuxMinimal

    # What the tests use to look at sandboxed.
    fish
    mandoc
    openssh
    patchelf
    runc
    tmux
    zsh
  ];

  env.JAVA_HOME = jdk25_headless.home;
}
