package dev.parley.client;

import dev.parley.client.session.ClientEvent;
import dev.parley.client.session.PendingMessage;
import dev.parley.client.session.ReceivedEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints the transcript in order, with a line for each new day. Confined to the event loop. */
final class TranscriptView {

    private final MessageFormatter messageFormatter;
    private final ClientTerminal clientTerminal;
    private @Nullable LocalDate day;

    TranscriptView(MessageFormatter messageFormatter, ClientTerminal clientTerminal) {
        this.messageFormatter = messageFormatter;
        this.clientTerminal = clientTerminal;
    }

    /** Prints a notice of the client or the server. */
    void notice(String text) {
        clientTerminal.show(messageFormatter.notice(text));
    }

    /** Prints a reply, unless it is empty. */
    void answer(List<String> lines) {
        if (!lines.isEmpty()) {
            clientTerminal.show(String.join("\n", messageFormatter.answer(lines)));
        }
    }

    /** Prints a refused text with the reason. */
    void refused(String text, String why) {
        clientTerminal.show(messageFormatter.refused(text, why));
    }

    /**
     * Prints an event.
     *
     * @param here the current room
     * @param self the nickname of the user
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
            // The first message of today needs no date, unless it is replayed.
            boolean obvious = day == null && !receivedEvent.replayed();
            if (!its.equals(day) && !obvious) {
                clientTerminal.show(messageFormatter.day(its));
            }
            day = its;
        }
        clientTerminal.show(told);
    }

    /** The user's own join is not printed. */
    private static boolean isAboutSelf(ClientEvent clientEvent, String self) {
        return (clientEvent instanceof ClientEvent.Joined joined
                        && joined.name().equals(self))
                || (clientEvent instanceof ClientEvent.Left left && left.name().equals(self));
    }

    private static @Nullable Instant time(ClientEvent clientEvent) {
        return clientEvent instanceof ClientEvent.Said said ? said.at() : null;
    }

    /** Returns the prompt, with some of the pending messages above it. */
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
