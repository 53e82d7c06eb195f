package dev.parley.architecture.planted.room.unmarked;

/** Without package-info. */
final class Thing {}
