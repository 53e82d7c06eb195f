package dev.parley.client.session;

/**
 * The login of a user.
 *
 * @param name the requested nickname
 * @param passcode the password of the server; empty if there is none
 */
public record Login(String name, String passcode) {

    /** Leaves the password out, so that it reaches no terminal and no log. */
    @Override
    public String toString() {
        return name;
    }
}
