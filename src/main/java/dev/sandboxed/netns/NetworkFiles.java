package dev.sandboxed.netns;

import dev.sandboxed.network.NetworkTier;
import dev.sandboxed.problem.Located;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The network of internet-only as files, which src/main/bash/netns and src/main/bash/uplink
 * execute.
 */
public final class NetworkFiles {

  /** The descriptor on which netns has the router's namespace open while it makes the sandbox's. */
  public static final int ROUTER_FD = 7;

  private NetworkFiles() {}

  /**
   * Contents by name. A {@code batch} is for {@code ip}. {@code questions} are for it too; each is
   * about the destination that is its third word, and only the one in {@code open} may be answered.
   * The names of IPv6 files end with a 6. {@code settings} are the kernel's, as {@code NAME=VALUE}.
   */
  public static Map<String, String> of(NetworkTier.InternetOnly tier) {
    Map<String, String> files = new LinkedHashMap<>();
    Link v4 = Link.v4(tier);
    Optional<Link> v6 = Link.v6(tier);
    files.put("router.settings", KernelSettings.router(v4, v6));
    files.put("sandbox.settings", KernelSettings.sandbox(v4, v6));
    files.put(
        "sandbox.batch", SandboxSide.devices(tier.mtu(), tier.ipv6()) + SandboxSide.routes(v4));
    files.put("router.batch", RouterSide.devices(tier.mtu(), tier.ipv6()) + RouterSide.routes(v4));
    files.put("questions", SelfTest.questions(v4));
    files.put("open", SelfTest.open(v4) + "\n");
    v6.ifPresent(link -> {
      files.put("sandbox.batch6", SandboxSide.routes(link));
      files.put("introduction6", RouterSide.introduction(link));
      files.put("gateway6", link.gateway() + "\n");
      files.put("router.batch6", RouterSide.routes(link));
      files.put("questions6", SelfTest.questions(link));
      files.put("open6", SelfTest.open(link) + "\n");
    });
    if (!tier.publish().isEmpty()) {
      files.put("publish", publications(tier));
    }
    if (!v4.publishesWidely().isEmpty()) {
      files.put("router.nft", AnswersOnly.ruleset(v4.publishesWidely()));
    }
    return files;
  }

  /**
   * The files of allowlist. {@code names.batch} is for the router's {@code ip}, and {@code
   * names.nft} for its {@code nft}. With IPv6 there is {@code outside.batch6} for its {@code ip},
   * and the questions about IPv6 are about its own packets: the sandbox has none.
   */
  public static Map<String, String> of(NetworkTier.Allowlist tier) {
    NetworkTier.InternetOnly around = tier.around();
    Map<String, String> files = new LinkedHashMap<>(of(around.withoutIpv6()));
    Link v4 = Link.v4(around);
    files.put("sandbox.batch", SandboxSide.devices(around.mtu(), false) + NamedHosts.sandbox(v4));
    files.put(
        "router.batch", RouterSide.devices(around.mtu(), around.ipv6()) + RouterSide.routes(v4));
    files.merge("router.settings", NamedHosts.settings(around.ipv6()), String::concat);
    files.put("names.batch", NamedHosts.router());
    files.put("listening", NamedHosts.listening(v4));
    files.put("names.nft", NamedHosts.ruleset(v4));
    Link.v6(around)
        .ifPresent(link -> {
          files.put("outside.batch6", NamedHosts.outside(link));
          files.put("questions6", SelfTest.ownQuestions(link));
          files.put("open6", SelfTest.open(link) + "\n");
        });
    return files;
  }

  /** The arguments of slirp4netns, without those that only the launch knows. */
  public static List<String> slirp4netns(NetworkTier.InternetOnly tier) {
    return Stream.of(
            Stream.of(
                // Affects only the gateway's address; the router blocks the rest.
                "--disable-host-loopback",
                "--enable-seccomp",
                "--cidr=" + tier.subnet(),
                "--mtu=" + tier.mtu()),
            tier.ipv6() ? Stream.of("--enable-ipv6") : Stream.<String>empty(),
            Link.v4(tier).asksHost() || tier.ipv6()
                ? Stream.<String>empty()
                : Stream.of("--disable-dns"))
        .flatMap(words -> words)
        .toList();
  }

  /** One line each: the host's address and port, then the sandbox's. */
  private static String publications(NetworkTier.InternetOnly tier) {
    return tier.publish().stream()
        .map(Located::value)
        .map(one ->
            one.host().address()
                + " "
                + one.host().port()
                + " "
                + RouterSide.LOOPBACK
                + " "
                + one.port()
                + "\n")
        .collect(Collectors.joining());
  }
}
