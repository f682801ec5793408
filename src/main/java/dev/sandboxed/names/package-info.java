/**
 * Names of hosts, rules about them, and what HAProxy and dnsmasq are told of these.
 *
 * <p>There is one form of a name, and one function that knows it: {@link
 * dev.sandboxed.names.HostName}. What is not in that form is no name, here as in the files that are
 * written, so that nothing is decided twice in different ways.
 */
@NullMarked
package dev.sandboxed.names;

import org.jspecify.annotations.NullMarked;
