package dev.parley.architecture.planted.elsewhere;

/** In a package without a row. */
final class Unlisted {}
