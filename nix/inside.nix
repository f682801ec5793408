# The programs that are in every sandbox of a packaged launcher: enough for an agent to look around, read, search and edit,
# and for git. On a machine with a /usr they come before its programs.
{
  bash,
  coreutils,
  curl,
  diffutils,
  findutils,
  gawk,
  gitMinimal,
  gnugrep,
  gnupatch,
  gnused,
  gnutar,
  gzip,
  less,
  openssh,
  procps,
  which,
}:
[
  bash # the shell of an agent's tool
  coreutils
  curl # documentation and downloads
  diffutils
  findutils
  gawk
  gitMinimal
  gnugrep
  gnupatch
  gnused
  gnutar
  gzip
  less # git's pager
  openssh # git push, and signatures with a key that stays outside
  procps # agents watch the processes they have started
  which
]
