package dev.parley.architecture.planted.marked.inner;

final class Unmarked {}
