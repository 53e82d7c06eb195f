package dev.parley.architecture.planted.names.inner;

final class ProperException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    void send() {}
}
