package dev.parley.room;

/** The result of a login: a session, or a refusal. */
public sealed interface Admission {

    /** The user is logged in. */
    record LoggedIn(Visit visit) implements Admission {}

    /** The login is refused. */
    record Refused(Refusal refusal) implements Admission {}
}
