package dev.parley.architecture.planted.room;

import java.util.List;

final class KnowsUnicode {

    final List<Class<?>> known = List.of(com.ibm.icu.text.SpoofChecker.class);
}
