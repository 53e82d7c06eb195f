package dev.parley.client.session;

/**
 * An event as a session received it.
 *
 * @param room the room; empty for a direct message
 * @param clientEvent the event
 * @param replayed whether it is older than the first join of the room
 * @param body the body as sent by the server
 */
public record ReceivedEvent(String room, ClientEvent clientEvent, boolean replayed, JsonObject body) {

    /** Returns the event without the text of the message that it replies to. */
    public ReceivedEvent withoutQuote() {
        return clientEvent instanceof ClientEvent.Said said
                ? new ReceivedEvent(
                        room,
                        new ClientEvent.Said(
                                said.at(),
                                said.from(),
                                said.via(),
                                MessageBody.textWithoutQuote(body),
                                said.typed(),
                                said.action(),
                                said.mentionsAll(),
                                said.own()),
                        replayed,
                        body)
                : this;
    }

    /** Returns whether it is a message of another user. */
    public boolean isFromOther(String self) {
        return (clientEvent instanceof ClientEvent.Said said && !said.own())
                || (clientEvent instanceof ClientEvent.Direct direct
                        && !direct.from().equals(self));
    }
}
