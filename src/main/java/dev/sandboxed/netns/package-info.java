/**
 * Writes the network of internet-only down: as batches for {@code ip}, settings of the kernel and
 * arguments of slirp4netns. Pure.
 *
 * <p>There are two network namespaces. In the sandbox's own there is one device, whose other end is
 * in the router's; slirp4netns is attached to that one. So the routes that count are where no
 * process of the agent's is: in its own namespace a socket that is bound to a device or to its
 * address gets past every route, for example with multicast.
 */
@NullMarked
package dev.sandboxed.netns;

import org.jspecify.annotations.NullMarked;
