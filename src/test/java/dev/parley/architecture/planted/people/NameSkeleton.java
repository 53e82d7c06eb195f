package dev.parley.architecture.planted.people;

import java.util.List;

/** Allowed. */
final class NameSkeleton {

    final List<Class<?>> known = List.of(com.ibm.icu.text.SpoofChecker.class);
}
