package dev.parley.architecture.planted.names.inner;

final class SessionManager {
    static final class LookUpHelper {}
}
