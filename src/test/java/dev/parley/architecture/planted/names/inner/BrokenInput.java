package dev.parley.architecture.planted.names.inner;

final class BrokenInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    void say() {}
}
