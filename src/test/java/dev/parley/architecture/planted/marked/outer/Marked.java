package dev.parley.architecture.planted.marked.outer;

final class Marked {}
