package dev.sandboxed.e2e.network;

import java.util.List;

/** A choice of network, which is a column of {@link NetworkTable}. */
enum NetworkColumn {
  FULL("`full`", "--network", "full"),
  INTERNET_ONLY("`internet-only`", "--network", "internet-only"),
  WITH_IPV6("`internet-only`, `ipv6 = true`", "--profile", "with-ipv6"),
  ALLOWLIST("`allowlist`, by address", "--network", "allowlist"),
  NONE("`none`", "--network", "none");

  /** The profile that the third of them needs. */
  static final String WITH_IPV6_PROFILE =
      """
      extends = "default"
      [network]
      tier = "internet-only"
      ipv6 = true
      """;

  private final String title;
  private final String option;
  private final String value;

  NetworkColumn(String title, String option, String value) {
    this.title = title;
    this.option = option;
    this.value = value;
  }

  String title() {
    return title;
  }

  /** Of {@code sandboxed run}. */
  List<String> options() {
    return List.of(option, value);
  }
}
