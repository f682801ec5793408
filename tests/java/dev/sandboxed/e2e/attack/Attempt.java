package dev.sandboxed.e2e.attack;

/**
 * How an attack went.
 *
 * @param gained whether it reached what it wanted
 * @param said what it printed, for whoever looks for the reason
 */
record Attempt(boolean gained, String said) {}
