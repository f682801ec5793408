package dev.sandboxed.opening.look;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.opening.Found;
import dev.sandboxed.opening.Opening;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds the socket of the person's gpg-agent that is meant for others, as gpgconf(1) does, which
 * would have to be run at each launch. By that socket the agent exports no secret key, nor deletes
 * one, nor changes a passphrase; by its main one it does.
 */
final class GnupgProbe {

  // gpg-agent(1), extra-socket.
  private static final String SOCKET = "S.gpg-agent.extra";

  private static final String USUAL_SOCKET = "S.gpg-agent";

  // GnuPG's common/homedir.c: 15 bytes of a SHA-1, as letters that are easy to type.
  private static final String LETTERS = "ybndrfg8ejkmcpqxot1uwisza345h769";
  private static final int BITS = 120;
  private static final int LETTER = 5;

  private static final List<String> PUBLIC = List.of("pubring.kbx", "pubring.gpg", "trustdb.gpg");

  private final Inquiry inquiry;
  private final Path usual;
  private final Path keys;

  GnupgProbe(Inquiry inquiry, Path home) {
    this.inquiry = inquiry;
    usual = home.resolve(".gnupg");
    keys =
        inquiry
            .variable("GNUPGHOME")
            .filter(directory -> directory.startsWith("/"))
            .map(directory -> Path.of(directory).normalize())
            .orElse(usual);
  }

  /** Inside gpg finds its agent in the directory of its keys: there is no directory of a login. */
  Found find() {
    SocketLook sockets = new SocketLook(inquiry);
    List<Path> places = places();
    Path socket = places.stream().filter(sockets::isSocket).findFirst().orElse(places.getFirst());
    Found found =
        sockets.at(
            Opening.GPG_AGENT,
            "the restricted socket of gpg-agent would be",
            socket,
            keys.resolve(USUAL_SOCKET),
            keys.equals(usual) ? Map.of() : Map.of("GNUPGHOME", keys.toString()));
    Found with =
        Places.with(
            found,
            PUBLIC.stream()
                .map(keys::resolve)
                .map(file -> new Found.Place(Found.Kind.FILE, file, file))
                .toList());
    return inquiry.isFile(keys.resolve("public-keys.d/pubring.db"))
        ? Places.noting(
            with,
            "GnuPG keeps your public keys in a data base here (use-keyboxd), so gpg inside does not"
                + " know them")
        : with;
  }

  /** Where a login has made a directory for sockets, they are there. */
  private List<Path> places() {
    Stream<Path> ofLogin = Stream.of();
    try {
      int uid = inquiry.account().uid();
      String below = keys.equals(usual) ? SOCKET : "d." + hash(keys) + "/" + SOCKET;
      ofLogin =
          Stream.of("/run/gnupg/user/", "/run/user/")
              .map(base -> Path.of(base + uid))
              .filter(inquiry::isDirectory)
              .map(directory -> directory.resolve("gnupg").resolve(below));
    } catch (IOException nobody) {
      // Then there is no such directory either.
    }
    return Stream.concat(ofLogin, Stream.of(keys.resolve(SOCKET))).toList();
  }

  private static String hash(Path directory) {
    byte[] digest;
    try {
      digest =
          MessageDigest.getInstance("SHA-1")
              .digest(directory.toString().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < BITS; bit += LETTER) {
      int value = 0;
      for (int at = bit; at < bit + LETTER; at++) {
        value = (value << 1) | ((digest[at / 8] >> (7 - at % 8)) & 1);
      }
      text.append(LETTERS.charAt(value));
    }
    return text.toString();
  }
}
