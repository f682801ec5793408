package dev.sandboxed.architecture.wrong.profile;

import java.net.InetAddress;
import org.jspecify.annotations.NullMarked;

/** A pure room that has an effect. */
@NullMarked
public final class AsksTheNetwork {

  private AsksTheNetwork() {}

  /** Opens nothing, but could. */
  public static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }
}
