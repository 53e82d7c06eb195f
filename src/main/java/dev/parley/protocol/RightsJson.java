package dev.parley.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.chat.moderation.Sanction.Kind;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.Session;
import dev.parley.protocol.api.EventTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rights and the absence of the user of a session as JSON. Operators also receive the muted and banned nicknames.
 *
 * @param away the text of the absence; empty if the user is not absent
 * @param muted the mutes in force; null for users who are no operators, or if there are too many
 * @param banned the bans of nicknames in force; null as above
 */
record RightsJson(
        String type,
        boolean operator,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) String away,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<SanctionJson> muted,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<SanctionJson> banned) {

    /** The most sanctions of a kind in one event, which the server sends after each change. */
    private static final int MOST = 100;

    /** A muted or banned nickname. */
    record SanctionJson(String name, @Nullable String until) {}

    static RightsJson of(Session session) {
        ChatServer server = session.chatServer();
        boolean operator = server.operators().isOperator(session.user());
        return new RightsJson(
                EventTypes.RIGHTS,
                operator,
                session.user().absence(),
                operator ? inForce(server, Kind.MUTE) : null,
                operator ? inForce(server, Kind.BAN) : null);
    }

    private static @Nullable List<SanctionJson> inForce(ChatServer server, Kind kind) {
        List<SanctionJson> all = server.moderation().inForce(kind).stream()
                .filter(sanction -> sanction.nickname() != null)
                .map(sanction -> new SanctionJson(
                        String.valueOf(sanction.nickname()),
                        sanction.until() == null ? null : Json.time(sanction.until())))
                .toList();
        return all.size() > MOST ? null : all;
    }
}
