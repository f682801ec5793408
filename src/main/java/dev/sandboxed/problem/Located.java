package dev.sandboxed.problem;

/** A value together with the place it came from. */
public record Located<T>(T value, Origin origin) {}
