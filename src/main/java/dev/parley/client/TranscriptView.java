package dev.parley.client;

import dev.parley.client.session.ClientEvent;
import dev.parley.client.session.ClientEventLoop;
import dev.parley.client.session.PendingMessage;
import dev.parley.client.session.ReceivedEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints the transcript in order, with a line for each new day. Confined to the event loop. */
final class TranscriptView {

    private static final int PENDING_SHOWN = 3;

    /** The time for which reactions are collected. */
    private static final Duration GATHERING = Duration.ofSeconds(2);

    private final MessageFormatter formatter;
    private final ClientTerminal terminal;
    private final Notifications notifications;
    private final ClientEventLoop loop;
    private final Map<Place, List<ClientEvent.Reacted>> reactions = new LinkedHashMap<>();
    private final IgnoreList ignoreList = new IgnoreList();
    private @Nullable LocalDate day;

    /** One emoji at one message of a room. */
    private record Place(String room, Instant targetAt, String emoji) {}

    TranscriptView(
            MessageFormatter formatter, ClientTerminal terminal, Notifications notifications, ClientEventLoop loop) {
        this.formatter = formatter;
        this.terminal = terminal;
        this.notifications = notifications;
        this.loop = loop;
    }

    /** Returns the bell and the unread messages. */
    Notifications notifications() {
        return notifications;
    }

    /** Returns the users whose messages are not printed. */
    IgnoreList ignoreList() {
        return ignoreList;
    }

    /** Prints a notice of the client or the server. */
    void notice(String text) {
        terminal.show(formatter.notice(text));
    }

    /** Prints a reply, unless it is empty. */
    void answer(List<String> lines) {
        if (!lines.isEmpty()) {
            terminal.show(String.join("\n", formatter.answer(lines)));
        }
    }

    /** Prints a refused text with the reason. */
    void refused(String text, String reason) {
        terminal.show(formatter.refused(text, reason));
    }

    /**
     * Prints an event. Reactions of some seconds are printed together; changes of replayed messages are not printed, as the
     * messages include them.
     *
     * @param here the current room
     * @param self the nickname of the user
     */
    void show(ReceivedEvent received, String here, String self) {
        boolean isHidden = ignoreList.hides(received);
        ReceivedEvent event = ignoreList.hidesQuote(received) ? received.withoutQuote() : received;
        ClientEvent clientEvent = event.clientEvent();
        if (isHidden
                || isAboutSelf(clientEvent, self)
                || isOnScreen(event)
                || (event.replayed() && isChange(clientEvent))) {
            return;
        }
        if (clientEvent instanceof ClientEvent.Reacted reacted) {
            gather(new Place(event.room(), reacted.targetAt(), reacted.emoji()), reacted, here, self);
            return;
        }
        String line = formatter.format(clientEvent, event.room(), event.room().equals(here), self, event.replayed());
        if (line.isEmpty()) {
            return;
        }
        Instant at = time(clientEvent);
        if (at != null) {
            LocalDate eventDay = formatter.day(at);
            // The first message of today needs no date, unless it is replayed.
            boolean isToday = day == null && !event.replayed();
            if (!eventDay.equals(day) && !isToday) {
                terminal.show(formatter.day(eventDay));
            }
            day = eventDay;
        }
        terminal.show(line);
        if (notifications.note(event, here, self)) {
            terminal.ring();
        }
    }

    /** A message that the user typed here needs no second line if the first one stays. */
    private boolean isOnScreen(ReceivedEvent event) {
        return terminal.keepsInput()
                && !event.replayed()
                && event.clientEvent() instanceof ClientEvent.Said said
                && said.own();
    }

    private static boolean isChange(ClientEvent event) {
        return event instanceof ClientEvent.Edited
                || event instanceof ClientEvent.Deleted
                || event instanceof ClientEvent.Reacted;
    }

    private void gather(Place place, ClientEvent.Reacted reacted, String here, String self) {
        if (reactions.isEmpty()) {
            loop.schedule(GATHERING, () -> showReactions(here, self));
        }
        List<ClientEvent.Reacted> known = reactions.computeIfAbsent(place, key -> new ArrayList<>());
        known.removeIf(earlier -> earlier.by().equals(reacted.by()));
        if (!reacted.removed()) {
            known.add(reacted);
        }
    }

    private void showReactions(String here, String self) {
        reactions.forEach((place, events) -> {
            if (!events.isEmpty()) {
                terminal.show(
                        formatter.reacted(events, place.room(), place.room().equals(here), self));
            }
        });
        reactions.clear();
    }

    /** The user's own join is not printed. */
    private static boolean isAboutSelf(ClientEvent event, String self) {
        return (event instanceof ClientEvent.Joined joined && joined.name().equals(self))
                || (event instanceof ClientEvent.Left left && left.name().equals(self));
    }

    private static @Nullable Instant time(ClientEvent event) {
        return event instanceof ClientEvent.Said said ? said.at() : null;
    }

    /** Returns the line with the state of the rooms. */
    String status(String here, long count, String absence) {
        return formatter.status(here, notifications.levels().of(here), count, notifications.unread(), absence);
    }

    /** Returns the prompt, with some of the pending messages and the status line above it. */
    Prompt prompt(String who, List<PendingMessage> waiting, String status) {
        List<String> above = new ArrayList<>();
        waiting.stream().limit(PENDING_SHOWN).forEach(pending -> above.add(formatter.pending(pending.text())));
        if (waiting.size() > PENDING_SHOWN) {
            above.add(formatter.pending("and " + (waiting.size() - PENDING_SHOWN) + " more"));
        }
        above.add(status);
        return Prompt.message(formatter.prompt(who), above);
    }
}
