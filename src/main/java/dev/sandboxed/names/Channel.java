package dev.sandboxed.names;

/** How a program says which host it wants, which depends on the port. */
public enum Channel {
  /** TLS names it at the beginning (RFC 6066, section 3). */
  TLS("tls"),
  /** HTTP names it in each request (RFC 9110, section 7.2). */
  HTTP("http"),
  /** It does not say, so the address is what tells: each name has one of its own. */
  STREAM("stream");

  /** RFC 9110, section 4.2.2. */
  static final int HTTPS_PORT = 443;

  /** RFC 9110, section 4.2.1. */
  static final int HTTP_PORT = 80;

  private final String word;

  Channel(String word) {
    this.word = word;
  }

  static Channel of(int port) {
    return switch (port) {
      case HTTPS_PORT -> TLS;
      case HTTP_PORT -> HTTP;
      default -> STREAM;
    };
  }

  String word() {
    return word;
  }
}
