package dev.parley.architecture.planted.people;

import java.util.List;

/** Claims need no Unicode. */
final class Names {

    final List<Class<?>> known = List.of(com.ibm.icu.text.SpoofChecker.class);
}
