package dev.parley.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The link of an invitation: {@code http://HOST/?room=ROOM#invite=SECRET}.
 *
 * @param host the host of the page, in brackets if it is an IPv6 address; its port is not the one of this client
 * @param tls whether the page uses TLS
 * @param room the room as written
 * @param secret the secret
 */
record InviteLink(String host, boolean tls, String room, String secret) {

    private static final Pattern ADDRESS = Pattern.compile("https?://.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern ROOM = Pattern.compile("(?:.*&)?room=([^&]+)(?:&.*)?");
    private static final String FRAGMENT = "invite=";
    private static final Pattern SECRET = Pattern.compile(FRAGMENT + "([A-Za-z0-9_-]{22})");

    /** Returns whether a text is the address of a page instead of a server. */
    static boolean isAddress(String typed) {
        return ADDRESS.matcher(typed.strip()).matches();
    }

    /** Parses a link as typed; empty if it is none. */
    static Optional<InviteLink> parse(String typed) {
        if (!isAddress(typed)) {
            return Optional.empty();
        }
        try {
            URI address = new URI(typed.strip());
            Matcher room = ROOM.matcher(String.valueOf(address.getQuery()));
            Matcher secret = SECRET.matcher(String.valueOf(address.getFragment()));
            return address.getHost() != null && room.matches() && secret.matches()
                    ? Optional.of(new InviteLink(
                            address.getHost(),
                            address.getScheme().equalsIgnoreCase("https"),
                            room.group(1),
                            secret.group(1)))
                    : Optional.empty();
        } catch (URISyntaxException ignored) {
            return Optional.empty();
        }
    }

    /** Returns what is sent in place of the password: marked as an invitation, so that the refusal names it. */
    String passcode() {
        return "#" + FRAGMENT + secret;
    }

    /** Hides the secret, so that it reaches no log. */
    @Override
    public String toString() {
        return "InviteLink to " + host;
    }
}
