package dev.parley.architecture.planted.table.inner;

import dev.parley.architecture.planted.table.outer.Plain;

public final class ImportsOuter {
    Plain plain = new Plain();
}
