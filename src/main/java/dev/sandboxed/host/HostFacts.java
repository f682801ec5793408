package dev.sandboxed.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * This machine and this person, as far as a plan depends on them.
 *
 * @param launcher files and directories that decide what the next launch does: the program itself,
 *     where it runs from a checkout, and where profiles are read from
 * @param links the symlinks on the way to these, by their own paths
 * @param provided what this launcher was packaged with
 * @param xdg the {@code XDG_*} base directories, as the person set them or by default, by variable
 *     name
 * @param sshAgent the socket that {@code SSH_AUTH_SOCK} names, whether it exists or not
 * @param gitConfiguration the files that git reads by itself, whether they exist or not
 * @param variableNames the names of the environment's variables; never their values
 * @param resolvConf the text of the host's {@code /etc/resolv.conf}; empty if there is none
 * @param kernelFiles what the kernel shows this person that no namespace separates
 * @param hosts the text of the host's {@code /etc/hosts}; empty if there is none
 */
public record HostFacts(
    Person person,
    RootLayout layout,
    ToolDirectories toolDirectories,
    List<Path> launcher,
    List<Path> links,
    Provided provided,
    Project project,
    Bubblewrap bubblewrap,
    Map<String, Path> xdg,
    Optional<Path> sshAgent,
    List<Path> gitConfiguration,
    Set<String> variableNames,
    KernelFiles kernelFiles,
    String resolvConf,
    String hosts) {

  public HostFacts {
    launcher = List.copyOf(launcher);
    links = List.copyOf(links);
    xdg = Map.copyOf(xdg);
    gitConfiguration = List.copyOf(gitConfiguration);
    variableNames = Set.copyOf(variableNames);
  }
}
