package dev.sandboxed.host;

import dev.sandboxed.host.survey.CertificateFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The person's environment.
 *
 * @param xdg the {@code XDG_*} base directories, as the person set them or by default, by variable
 *     name
 * @param sshAgent the socket that {@code SSH_AUTH_SOCK} names, whether it exists or not
 * @param gitConfiguration the files that git reads by itself, whether they exist or not
 * @param certificates what variables name that are for certificates
 * @param variableNames the names of the environment's variables; never their values
 */
public record HostEnvironment(
    Map<String, Path> xdg,
    Optional<Path> sshAgent,
    List<Path> gitConfiguration,
    List<CertificateFile> certificates,
    Set<String> variableNames) {

  public HostEnvironment {
    xdg = Map.copyOf(xdg);
    gitConfiguration = List.copyOf(gitConfiguration);
    certificates = List.copyOf(certificates);
    variableNames = Set.copyOf(variableNames);
  }
}
