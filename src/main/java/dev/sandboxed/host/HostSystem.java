package dev.sandboxed.host;

/**
 * This machine.
 *
 * @param kernelFiles what the kernel shows this person that no namespace separates
 * @param resolvConf the text of the host's {@code /etc/resolv.conf}; empty if there is none
 * @param hosts the text of the host's {@code /etc/hosts}; empty if there is none
 */
public record HostSystem(
    RootLayout layout,
    Bubblewrap bubblewrap,
    KernelFiles kernelFiles,
    String resolvConf,
    String hosts) {}
