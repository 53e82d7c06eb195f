package dev.parley.architecture.planted.listed.other;

final class Unlisted {}
