package dev.parley.architecture.planted.operator;

import java.util.List;

final class KnowsPicocli {

    final List<Class<?>> known = List.of(picocli.CommandLine.class);
}
