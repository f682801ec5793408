package dev.sandboxed.host;

import java.util.Optional;

/**
 * This machine.
 *
 * @param localTime the text of the link {@code /etc/localtime}, from whose target programs take the
 *     name of the time zone; empty if it is no link, or if sandboxes do not show the target
 * @param kernelFiles what the kernel shows this person that no namespace separates
 * @param resolvConf the text of the host's {@code /etc/resolv.conf}; empty if there is none
 * @param hosts the text of the host's {@code /etc/hosts}; empty if there is none
 */
public record HostSystem(
    RootLayout layout,
    Bubblewrap bubblewrap,
    Optional<String> localTime,
    KernelFiles kernelFiles,
    String resolvConf,
    String hosts) {}
