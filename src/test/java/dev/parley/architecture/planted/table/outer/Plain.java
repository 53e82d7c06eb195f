package dev.parley.architecture.planted.table.outer;

public final class Plain {}
