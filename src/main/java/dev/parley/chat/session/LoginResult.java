package dev.parley.chat.session;

import dev.parley.chat.room.Refusal;

/** The result of a login: a session, or a refusal. */
public sealed interface LoginResult {

    /** The user is logged in. */
    record LoggedIn(Session session) implements LoginResult {}

    /** The login is refused. */
    record Refused(Refusal refusal) implements LoginResult {}
}
