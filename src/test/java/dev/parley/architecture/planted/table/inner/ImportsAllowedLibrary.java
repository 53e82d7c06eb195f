package dev.parley.architecture.planted.table.inner;

import org.assertj.core.api.Assertions;

final class ImportsAllowedLibrary {
    Class<?> library = Assertions.class;
}
