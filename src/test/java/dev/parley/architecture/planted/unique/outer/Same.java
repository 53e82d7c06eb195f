package dev.parley.architecture.planted.unique.outer;

final class Same {}
