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
 * Sends and receives all the time, loses the connection now and then and resumes with its token, and checks that it
 * receives each message once, in order. Confined to one thread.
 */
final class SteadyClient {

    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);
    private static final int RECONNECTS_EVERY = 30;

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

    /**
     * Publishes a message and reads until its receipt arrives. Now and then it first closes the connection and resumes.
     */
    void run(int number) throws Exception {
        LoadClient open = loadClient;
        if (open != null && number % RECONNECTS_EVERY == 0) {
            open.close();
            loadClient = null;
            open = null;
        }
        if (open == null) {
            open = LoadClient.logIn(kind, server, name, token);
            loadClient = open;
            token = open.token();
            Position before = last;
            Frame welcome =
                    before == null ? open.join("lobby", "replay", "0") : open.join("lobby", "after", before.toString());
            assertThat(before == null
                            || StompLibraryClient.json(welcome)
                                    .path("recovered")
                                    .asBoolean(false))
                    .isTrue();
        }
        TestMessage testMessage = new TestMessage(name, number);
        open.publish("lobby", testMessage);
        boolean answered = false;
        long until = System.nanoTime() + ANSWERED_WITHIN.toNanos();
        while (!answered) {
            Frame frame = open.poll(ANSWERED_WITHIN);
            assertThat(frame != null && System.nanoTime() < until)
                    .as("a receipt for %s", testMessage.reference())
                    .isTrue();
            answered = onFrame(frame, testMessage);
        }
    }

    private boolean onFrame(Frame frame, TestMessage testMessage) {
        if (frame.stompCommand() == StompCommand.RECEIPT) {
            return testMessage.reference().equals(frame.headers().get("receipt-id"));
        }
        if (StompLibraryClient.isEvent(frame, "said")) {
            Position place = LoadClient.messagePosition(frame);
            Position before = last;
            last = place;
            assertThat(place.seq())
                    .as("what %s receives after %s", name, before)
                    .isEqualTo(before == null ? place.seq() : before.seq() + 1);
        }
        return false;
    }
}
