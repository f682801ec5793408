package dev.sandboxed.opening.look;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Addresses of D-Bus, as its specification has them: several, and a client takes the first. */
final class BusAddress {

  private static final String UNIX = "unix:";
  private static final String PATH = "path=";

  private BusAddress() {}

  /** The first socket of these addresses that is a file. */
  static Optional<Path> path(String addresses) {
    return Stream.of(addresses.split(";", -1))
        .filter(address -> address.startsWith(UNIX))
        .flatMap(address -> Stream.of(address.substring(UNIX.length()).split(",", -1)))
        .filter(key -> key.startsWith(PATH))
        .map(key -> decoded(key.substring(PATH.length())))
        .filter(path -> path.startsWith("/"))
        .map(path -> Path.of(path).normalize())
        .findFirst();
  }

  /** A byte may be written as a percent sign and two digits. */
  private static String decoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) == '%' && at + 2 < text.length()) {
        int high = Character.digit(text.charAt(at + 1), 16);
        int low = Character.digit(text.charAt(at + 2), 16);
        if (high >= 0 && low >= 0 && high + low > 0) {
          bytes.write(high * 16 + low);
          at += 2;
          continue;
        }
      }
      bytes.writeBytes(text.substring(at, at + 1).getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
