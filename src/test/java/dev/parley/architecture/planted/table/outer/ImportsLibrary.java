package dev.parley.architecture.planted.table.outer;

import org.assertj.core.api.Assertions;

final class ImportsLibrary {
    Class<?> library = Assertions.class;
}
