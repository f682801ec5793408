# What the stand-in has to know of the machine. A test writes its own in place of this one.
{
  # A bash that builds can run.
  bash = "/bin/bash";
  # Where programs are looked for, joined by colons.
  path = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
  # A JDK.
  jdk = throw "the test has not said where a JDK is";
  # Of each agent the version, and the sha256 of its program, which is in the store already.
  agents = { };
}
