package dev.parley.architecture.planted.people;

/** Badly named. */
final class PersonManager {}
