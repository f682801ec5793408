package dev.sandboxed.architecture.wrong.profile;

import java.net.Socket;
import org.jspecify.annotations.NullMarked;

/** A pure room that has an effect. */
@NullMarked
public final class AsksTheNetwork {

  private AsksTheNetwork() {}

  /** Opens nothing, but could. */
  public static Socket socket() {
    return new Socket();
  }
}
