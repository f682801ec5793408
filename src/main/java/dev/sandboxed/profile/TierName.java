package dev.sandboxed.profile;

/** The network tiers by the names people write. */
public enum TierName {
  /** The host's own network. */
  FULL("full"),
  /** The internet, and nothing on the person's own networks. */
  INTERNET_ONLY("internet-only"),
  /** The hosts that are named, and no others. */
  ALLOWLIST("allowlist"),
  /** No network at all. */
  NONE("none");

  private final String word;

  TierName(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
