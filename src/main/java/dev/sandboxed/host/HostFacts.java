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
 * @param links the symlinks on the way to these, each where it lies
 * @param provided what this launcher was packaged with
 * @param xdg the {@code XDG_*} base directories the person has set or left at their defaults, by
 *     variable name
 * @param sshAgent the socket that {@code SSH_AUTH_SOCK} names, whether it is there or not
 * @param gitConfiguration the files that git reads by itself, whether they are there or not
 * @param variableNames names of the environment's variables; never their values
 * @param resolvConf text of the host's {@code /etc/resolv.conf}; empty where there is none
 * @param kernelFiles what the kernel shows to this person that no namespace separates
 * @param hosts text of the host's {@code /etc/hosts}; empty where there is none
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
