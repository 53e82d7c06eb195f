package dev.parley.client.session;

/**
 * What somebody says at the door.
 *
 * @param name the name wished for
 * @param passcode the server's password; empty if there is none
 */
public record Login(String name, String passcode) {

    /** Without the password, so that it reaches no screen and no log. */
    @Override
    public String toString() {
        return name;
    }
}
