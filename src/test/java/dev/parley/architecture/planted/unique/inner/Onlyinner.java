package dev.parley.architecture.planted.unique.inner;

final class Onlyinner {}
