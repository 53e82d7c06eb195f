package dev.parley.terminal;

import dev.parley.terminal.session.Event;
import dev.parley.terminal.session.Heard;
import dev.parley.terminal.session.Letter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is shown, in the order it is shown: knows which day it is on the screen. Confined to the turns. */
final class Screenplay {

    private final Wording wording;
    private final Face face;
    private @Nullable LocalDate day;

    Screenplay(Wording wording, Face face) {
        this.wording = wording;
        this.face = face;
    }

    /** Something that the client or the server has to say. */
    void notice(String text) {
        face.show(wording.notice(text));
    }

    /** A command's answer; none is none. */
    void answer(List<String> lines) {
        if (!lines.isEmpty()) {
            face.show(String.join("\n", wording.answer(lines)));
        }
    }

    /** What was not taken, and why. */
    void refused(String text, String why) {
        face.show(wording.refused(text, why));
    }

    /**
     * What happened.
     *
     * @param here the room that is looked at
     * @param self one's own name
     */
    void tell(Heard heard, String here, String self) {
        Event event = heard.event();
        if (isAboutSelf(event, self)) {
            return;
        }
        String told = wording.event(event, heard.room(), heard.room().equals(here), self, heard.replayed());
        if (told.isEmpty()) {
            return;
        }
        Instant at = time(event);
        if (at != null) {
            LocalDate its = wording.day(at);
            // The first message of today needs no date, unless it is from before.
            boolean obvious = day == null && !heard.replayed();
            if (!its.equals(day) && !obvious) {
                face.show(wording.day(its));
            }
            day = its;
        }
        face.show(told);
    }

    /** Everybody knows of oneself that one has come. */
    private static boolean isAboutSelf(Event event, String self) {
        return (event instanceof Event.Joined joined && joined.name().equals(self))
                || (event instanceof Event.Left left && left.name().equals(self));
    }

    private static @Nullable Instant time(Event event) {
        return event instanceof Event.Said said ? said.at() : null;
    }

    /** The prompt, with some of what waits to be confirmed above it. */
    Prompt talk(String who, List<Letter> waiting, int most) {
        List<String> above = new ArrayList<>();
        waiting.stream().limit(most).forEach(letter -> above.add(wording.pending(letter.text())));
        if (waiting.size() > most) {
            above.add(wording.pending("and " + (waiting.size() - most) + " more"));
        }
        return Prompt.talk(wording.prompt(who), above);
    }
}
