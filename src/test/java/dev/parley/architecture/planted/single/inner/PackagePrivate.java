package dev.parley.architecture.planted.single.inner;

final class PackagePrivate {}
