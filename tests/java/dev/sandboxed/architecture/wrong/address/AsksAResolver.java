package dev.sandboxed.architecture.wrong.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.NullMarked;

/** An address that is more than a value. */
@NullMarked
public final class AsksAResolver {

  private AsksAResolver() {}

  /** Resolves a name. */
  public static InetAddress host(String name) throws UnknownHostException {
    return InetAddress.getByName(name);
  }
}
