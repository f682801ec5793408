package dev.sandboxed.mcp;

import dev.sandboxed.environment.VariableGlob;
import java.util.List;

/**
 * Variables that act on sandboxed itself, and on what it starts outside. A client sets those of a
 * server's {@code env} for the command that it starts, which is sandboxed once a server is wrapped.
 */
final class OuterVariables {

  private static final List<String> GLOBS =
      List.of(
          // Options of sandboxed, and where it finds itself and the person's profiles.
          "SANDBOXED*",
          "HOME",
          "PATH",
          "PWD",
          "OLDPWD",
          "SHLVL",
          "SHELL",
          "USER",
          "LOGNAME",
          "XDG_*",
          "TMPDIR",
          // The dynamic linker, the C library and shells.
          "LD_*",
          "GLIBC_*",
          "GCONV_PATH",
          "LOCPATH",
          "NLSPATH",
          "MALLOC_*",
          "BASH*",
          "ENV",
          "IFS",
          "CDPATH",
          "GLOBIGNORE",
          "POSIXLY_CORRECT",
          "PROMPT_COMMAND",
          "PS4",
          "SHELLOPTS",
          // What sandboxed is made of, and the programs that it starts.
          "JAVA_*",
          "_JAVA_*",
          "JDK_*",
          "GIT_*",
          "NIX_*",
          "OPENSSL_*",
          "SSL_CERT_*",
          "CURL_*",
          // Whom those ask to start something, or to hand something over.
          "DBUS_*",
          "SSH_AUTH_SOCK",
          "WAYLAND_DISPLAY",
          "DISPLAY",
          "XAUTHORITY",
          "PIPEWIRE_*",
          "PULSE_*",
          "DOCKER_HOST",
          "GNUPGHOME",
          "TERMINFO*");

  private OuterVariables() {}

  static boolean has(String name) {
    return GLOBS.stream().anyMatch(glob -> VariableGlob.matches(glob, name));
  }
}
