package dev.parley.architecture.planted.names.inner;

final class NoException {}
