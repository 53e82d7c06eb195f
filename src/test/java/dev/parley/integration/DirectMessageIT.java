package dev.parley.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.session.ClientDisconnect;
import dev.parley.client.session.ClientEvent;
import dev.parley.client.session.ClientEventLoop;
import dev.parley.client.session.ClientSession;
import dev.parley.client.session.Login;
import dev.parley.client.session.PendingMessage;
import dev.parley.client.session.ReceivedEvent;
import dev.parley.client.session.ServerAddress;
import dev.parley.client.session.SessionListener;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the terminal client receives each direct message once after losses of its connection and of the server. */
@Tag("full")
@Tag("waits")
class DirectMessageIT {

    @TempDir
    private Path folder;

    /** A session of the terminal client that records what it receives. */
    private static final class Client implements SessionListener {

        private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
        private final ClientEventLoop loop = new ClientEventLoop(bug -> notes.add("bug: " + bug));
        private final ClientSession session;

        Client(ServerProcess server, String name) {
            session = new ClientSession(
                    new ServerAddress("localhost", server.terminalPort()), new Login(name, ""), loop, this);
        }

        void connect() throws InterruptedException {
            loop.execute(session::connect);
            expect("connected");
        }

        void send(String to, String text) {
            loop.execute(() -> session.direct(to, text));
        }

        void expect(String... expected) throws InterruptedException {
            for (String note : expected) {
                assertThat(notes.poll(60, TimeUnit.SECONDS)).isEqualTo(note);
            }
        }

        @Override
        public void onConnected() {
            notes.add("connected");
        }

        @Override
        public void onEvent(ReceivedEvent event) {
            if (event.clientEvent() instanceof ClientEvent.Direct direct) {
                notes.add(direct.from() + ": " + direct.text());
            }
        }

        @Override
        public void onReply(List<String> lines) {
            notes.add("reply: " + lines);
        }

        @Override
        public void onStored(PendingMessage pending) {
            notes.add("stored: " + pending.text());
        }

        @Override
        public void onRefused(PendingMessage pending, String sentence) {
            notes.add("refused: " + pending.text());
        }

        @Override
        public void onRoomEnded(String room, String sentence) {}

        @Override
        public void onPendingChanged() {}

        @Override
        public void onDisconnected(ClientDisconnect disconnect) {
            notes.add("disconnected");
        }
    }

    @Test
    void clientReceivesMissedDirectMessagesOnceAfterALossAndAfterAKillOfTheServer() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder)) {
            Client ada = new Client(server, "ada");
            Client bob = new Client(server, "bob");
            ada.connect();
            bob.connect();
            ada.send("bob", "one");
            ada.expect("ada: one", "stored: one");
            bob.expect("ada: one");

            bob.loop.execute(bob.session::abort);
            ada.send("bob", "two");
            ada.expect("ada: two", "stored: two");
            bob.connect();
            bob.expect("ada: two");

            server.kill();
            ada.expect("disconnected");
            bob.expect("disconnected");
            ada.send("bob", "three");
            try (ServerProcess again = server.restart()) {
                bob.connect();
                ada.connect();
                ada.expect("ada: three", "stored: three");
                bob.expect("ada: three");
                bob.send("ada", "four");
                bob.expect("bob: four", "stored: four");
                ada.expect("bob: four");
                bob.loop.execute(() -> bob.session.quit(() -> bob.notes.add("quit")));
                bob.expect("quit");
                ada.loop.execute(() -> ada.session.quit(() -> ada.notes.add("quit")));
                ada.expect("quit");
                assertThat(again.stop()).isZero();
            }
        }
    }
}
