package dev.parley.architecture.planted.table.outer;

import dev.parley.architecture.planted.table.inner.ImportsOuter;

final class ImportsInner {
    ImportsOuter allowed = new ImportsOuter();
}
