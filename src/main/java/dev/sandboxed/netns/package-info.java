/**
 * Writes down the network of internet-only.
 *
 * <p>There are two network namespaces. The sandbox's has one device, whose other end is in the
 * router's; slirp4netns is attached to the router's. So the routes that count are where no process
 * of the agent is: in its own namespace, a socket that is bound to a device or to its address gets
 * past every route, for example with multicast.
 */
@NullMarked
package dev.sandboxed.netns;

import org.jspecify.annotations.NullMarked;
