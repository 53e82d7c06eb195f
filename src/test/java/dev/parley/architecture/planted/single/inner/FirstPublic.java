package dev.parley.architecture.planted.single.inner;

public final class FirstPublic {}
