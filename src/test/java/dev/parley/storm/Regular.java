package dev.parley.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Position;
import dev.parley.journey.ServerProcess;
import dev.parley.journey.StompTalker;
import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who talks and listens all the time, loses the connection now and then and comes back by its token, and
 * checks that it hears each message once, in order. Confined to one thread.
 */
final class Regular {

    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);
    private static final int LOSES_EVERY = 30;

    private final Carrier.Kind kind;
    private final ServerProcess server;
    private final String name;
    private @Nullable Talker talker;
    private String token = "";
    private @Nullable Position last;

    Regular(Carrier.Kind kind, ServerProcess server, String name) {
        this.kind = kind;
        this.server = server;
        this.name = name;
    }

    /** Says something and hears what there is; every now and then is cut off first, or leaves and comes back. */
    void once(int number) throws Exception {
        Talker open = talker;
        if (open != null && number % LOSES_EVERY == 0) {
            open.close();
            talker = null;
            open = null;
        }
        if (open == null) {
            open = Talker.enter(kind, server, name, token);
            talker = open;
            token = open.token();
            Position before = last;
            Frame welcome = before == null
                    ? open.joins("lobby", "replay", "0")
                    : open.joins("lobby", "after", before.toString());
            assertThat(before == null
                            || StompTalker.json(welcome).path("recovered").asBoolean(false))
                    .isTrue();
        }
        Saying saying = new Saying(name, number);
        open.posts("lobby", saying);
        boolean answered = false;
        long until = System.nanoTime() + ANSWERED_WITHIN.toNanos();
        while (!answered) {
            Frame frame = open.next(ANSWERED_WITHIN);
            assertThat(frame != null && System.nanoTime() < until)
                    .as("a receipt for %s", saying.reference())
                    .isTrue();
            answered = hear(frame, saying);
        }
    }

    private boolean hear(Frame frame, Saying saying) {
        if (frame.stompCommand() == StompCommand.RECEIPT) {
            return saying.reference().equals(frame.headers().get("receipt-id"));
        }
        if (StompTalker.isEvent(frame, "said")) {
            Position place = Talker.placeOfSaid(frame);
            Position before = last;
            last = place;
            assertThat(place.seq())
                    .as("what %s hears after %s", name, before)
                    .isEqualTo(before == null ? place.seq() : before.seq() + 1);
        }
        return false;
    }
}
