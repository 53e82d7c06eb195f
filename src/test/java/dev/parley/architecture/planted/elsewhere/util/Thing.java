package dev.parley.architecture.planted.elsewhere.util;

/** Without package-info, in a package without a row that says nothing. */
final class Thing {}
