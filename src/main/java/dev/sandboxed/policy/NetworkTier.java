package dev.sandboxed.policy;

/** How much of the network the sandbox has. */
public sealed interface NetworkTier {

  /** The name people write. */
  String word();

  /** What it means, in a few words. */
  String describe();

  /** The host's own network, everything the person can reach included. */
  record Full() implements NetworkTier {
    @Override
    public String word() {
      return "full";
    }

    @Override
    public String describe() {
      return "the host's network, local services and the LAN included";
    }
  }

  /** A network namespace with nothing but its own loopback. */
  record None() implements NetworkTier {
    @Override
    public String word() {
      return "none";
    }

    @Override
    public String describe() {
      return "no network";
    }
  }
}
