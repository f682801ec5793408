package dev.sandboxed.problem;

/** A value together with where it was said. */
public record Located<T>(T value, Origin origin) {}
