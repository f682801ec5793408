/**
 * Reads TOML into {@link dev.sandboxed.profile.Profile} and {@link
 * dev.sandboxed.profile.AgentDefinition}.
 */
@NullMarked
package dev.sandboxed.profile;

import org.jspecify.annotations.NullMarked;
