package dev.parley.architecture.planted.listed.inner;

final class Listed {}
