package dev.parley.client;

import dev.parley.client.session.ClientEvent;
import dev.parley.client.session.PendingMessage;
import dev.parley.client.session.ReceivedEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is shown, in the order it is shown: knows which day it is on the screen. Confined to the turns. */
final class TranscriptView {

    private final MessageFormatter messageFormatter;
    private final ClientTerminal clientTerminal;
    private @Nullable LocalDate day;

    TranscriptView(MessageFormatter messageFormatter, ClientTerminal clientTerminal) {
        this.messageFormatter = messageFormatter;
        this.clientTerminal = clientTerminal;
    }

    /** Something that the client or the server has to say. */
    void notice(String text) {
        clientTerminal.show(messageFormatter.notice(text));
    }

    /** A command's answer; none is none. */
    void answer(List<String> lines) {
        if (!lines.isEmpty()) {
            clientTerminal.show(String.join("\n", messageFormatter.answer(lines)));
        }
    }

    /** What was not taken, and why. */
    void refused(String text, String why) {
        clientTerminal.show(messageFormatter.refused(text, why));
    }

    /**
     * What happened.
     *
     * @param here the room that is looked at
     * @param self one's own name
     */
    void show(ReceivedEvent receivedEvent, String here, String self) {
        ClientEvent clientEvent = receivedEvent.clientEvent();
        if (isAboutSelf(clientEvent, self)) {
            return;
        }
        String told = messageFormatter.format(
                clientEvent, receivedEvent.room(), receivedEvent.room().equals(here), self, receivedEvent.replayed());
        if (told.isEmpty()) {
            return;
        }
        Instant at = time(clientEvent);
        if (at != null) {
            LocalDate its = messageFormatter.day(at);
            // The first message of today needs no date, unless it is from before.
            boolean obvious = day == null && !receivedEvent.replayed();
            if (!its.equals(day) && !obvious) {
                clientTerminal.show(messageFormatter.day(its));
            }
            day = its;
        }
        clientTerminal.show(told);
    }

    /** Everybody knows of oneself that one has come. */
    private static boolean isAboutSelf(ClientEvent clientEvent, String self) {
        return (clientEvent instanceof ClientEvent.Joined joined
                        && joined.name().equals(self))
                || (clientEvent instanceof ClientEvent.Left left && left.name().equals(self));
    }

    private static @Nullable Instant time(ClientEvent clientEvent) {
        return clientEvent instanceof ClientEvent.Said said ? said.at() : null;
    }

    /** The prompt, with some of what waits to be confirmed above it. */
    Prompt prompt(String who, List<PendingMessage> waiting, int most) {
        List<String> above = new ArrayList<>();
        waiting.stream()
                .limit(most)
                .forEach(pendingMessage -> above.add(messageFormatter.pending(pendingMessage.text())));
        if (waiting.size() > most) {
            above.add(messageFormatter.pending("and " + (waiting.size() - most) + " more"));
        }
        return Prompt.talk(messageFormatter.prompt(who), above);
    }
}
