package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.ServerProcess;
import dev.parley.integration.StompLibraryClient;
import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import dev.parley.text.Position;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who talks and listens all the time, loses the connection now and then and comes back by its token, and
 * checks that it hears each message once, in order. Confined to one thread.
 */
final class SteadyClient {

    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);
    private static final int LOSES_EVERY = 30;

    private final TestTransport.Kind kind;
    private final ServerProcess server;
    private final String name;
    private @Nullable LoadClient loadClient;
    private String token = "";
    private @Nullable Position last;

    SteadyClient(TestTransport.Kind kind, ServerProcess server, String name) {
        this.kind = kind;
        this.server = server;
        this.name = name;
    }

    /** Says something and hears what there is; every now and then is cut off first, or leaves and comes back. */
    void once(int number) throws Exception {
        LoadClient open = loadClient;
        if (open != null && number % LOSES_EVERY == 0) {
            open.close();
            loadClient = null;
            open = null;
        }
        if (open == null) {
            open = LoadClient.enter(kind, server, name, token);
            loadClient = open;
            token = open.token();
            Position before = last;
            Frame welcome = before == null
                    ? open.joins("lobby", "replay", "0")
                    : open.joins("lobby", "after", before.toString());
            assertThat(before == null
                            || StompLibraryClient.json(welcome)
                                    .path("recovered")
                                    .asBoolean(false))
                    .isTrue();
        }
        TestMessage testMessage = new TestMessage(name, number);
        open.posts("lobby", testMessage);
        boolean answered = false;
        long until = System.nanoTime() + ANSWERED_WITHIN.toNanos();
        while (!answered) {
            Frame frame = open.next(ANSWERED_WITHIN);
            assertThat(frame != null && System.nanoTime() < until)
                    .as("a receipt for %s", testMessage.reference())
                    .isTrue();
            answered = hear(frame, testMessage);
        }
    }

    private boolean hear(Frame frame, TestMessage testMessage) {
        if (frame.stompCommand() == StompCommand.RECEIPT) {
            return testMessage.reference().equals(frame.headers().get("receipt-id"));
        }
        if (StompLibraryClient.isEvent(frame, "said")) {
            Position place = LoadClient.placeOfSaid(frame);
            Position before = last;
            last = place;
            assertThat(place.seq())
                    .as("what %s hears after %s", name, before)
                    .isEqualTo(before == null ? place.seq() : before.seq() + 1);
        }
        return false;
    }
}
