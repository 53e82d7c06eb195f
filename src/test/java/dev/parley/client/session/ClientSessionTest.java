package dev.parley.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientSessionTest {

    private static final String LOBBY = "lobby";
    private static final String ROOM = "/topic/rooms/lobby";

    private final ScriptedStompServer server = new ScriptedStompServer();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final ClientEventLoop clientEventLoop = new ClientEventLoop(bug -> told.add("bug: " + bug));
    private final ClientSession clientSession = new ClientSession(
            server.address(), new Login("ada", "open sesame"), clientEventLoop, new RecordingListener());

    /** Writes down what is told to who uses the session. */
    private final class RecordingListener implements SessionListener {

        @Override
        public void onConnected() {
            told.add("connected as " + clientSession.name());
        }

        @Override
        public void onEvent(ReceivedEvent receivedEvent) {
            if (receivedEvent.clientEvent() instanceof ClientEvent.Said said) {
                told.add((said.own() ? "own: " : said.from() + ": ") + said.text());
            }
        }

        @Override
        public void onReply(List<String> lines) {
            told.add("answer: " + lines);
        }

        @Override
        public void onStored(PendingMessage pendingMessage) {
            told.add("stored: " + pendingMessage.text());
        }

        @Override
        public void onRefused(PendingMessage pendingMessage, String sentence) {
            told.add("refused: " + pendingMessage.text() + ": " + sentence);
        }

        @Override
        public void onRoomRefused(String room, String sentence) {
            told.add("shut out of " + room + ": " + sentence);
        }

        @Override
        public void onPendingChanged() {
            // Asked for where it matters.
        }

        @Override
        public void onDisconnected(ClientDisconnect how) {
            told.add(how.getClass().getSimpleName() + " " + how.code() + ": " + how.sentence());
        }
    }

    @BeforeEach
    void comeIn() {
        clientEventLoop.execute(() -> {
            clientSession.join(LOBBY, SubscribeFrom.DEFAULT);
            clientSession.connect();
        });
    }

    @AfterEach
    void leave() {
        clientEventLoop.execute(clientSession::abort);
        server.close();
    }

    private String next() throws InterruptedException {
        String next = told.poll(30, TimeUnit.SECONDS);
        assertThat(next).as("something told").isNotNull();
        return next;
    }

    private void say(String text) {
        clientEventLoop.execute(() -> clientSession.publish(LOBBY, text, false));
    }

    private int waiting() {
        return CompletableFuture.supplyAsync(
                        () -> clientSession.pendingMessages().size(), clientEventLoop)
                .join();
    }

    private void isIn() throws InterruptedException {
        server.awaitConnect();
        server.letIn("ada", 3);
        assertThat(next()).isEqualTo("connected as ada");
    }

    @Test
    void itSaysWhoComesAndTakesTheNameItIsGiven() throws InterruptedException {
        ScriptedStompServer.Frame connect = server.awaitConnect();
        assertThat(connect.header("login")).isEqualTo("ada");
        assertThat(connect.header("passcode")).isEqualTo("open sesame");
        assertThat(connect.header("resume")).isEmpty();

        assertThat(server.letIn("Ada", 3).header("after")).isEmpty();
        assertThat(next()).isEqualTo("connected as Ada");
    }

    @Test
    void whatIsSaidIsConfirmedOnceByTheReceiptOrByBeingHeard() throws InterruptedException {
        isIn();
        say("one");
        say("two");
        ScriptedStompServer.Frame one = server.awaitMessage();
        server.confirms(one);
        assertThat(next()).isEqualTo("stored: one");
        server.said(4, "ada", "one", one.header("reference"));
        assertThat(next()).isEqualTo("own: one");

        ScriptedStompServer.Frame two = server.awaitMessage();
        server.said(5, "ada", "two", two.header("reference"));
        assertThat(next()).isEqualTo("own: two");
        assertThat(next()).isEqualTo("stored: two");
        server.confirms(two);
        server.said(6, "bob", "three", "b-1");
        assertThat(next()).isEqualTo("bob: three");
        assertThat(waiting()).isZero();
    }

    @Test
    void whoComesBackGoesOnWhereItWasAndSendsAgainWhatIsNotConfirmed() throws InterruptedException {
        isIn();
        server.said(4, "bob", "first", "b-1");
        assertThat(next()).isEqualTo("bob: first");
        say("did it arrive?");
        String reference = server.awaitMessage().header("reference");
        server.hangsUp();
        assertThat(next()).startsWith("Lost");

        clientEventLoop.execute(clientSession::connect);
        assertThat(server.awaitConnect().header("resume")).isEqualTo("token-of-ada");
        assertThat(server.letIn("ada", 4).header("after")).isEqualTo("e:4");
        assertThat(next()).isEqualTo("connected as ada");
        server.said(4, "bob", "first", "b-1");
        ScriptedStompServer.Frame again = server.awaitMessage();
        assertThat(again.header("reference")).isEqualTo(reference);
        server.confirms(again);
        assertThat(next()).as("and not what was heard before").isEqualTo("stored: did it arrive?");
    }

    @Test
    void askedToSlowDownItSendsTheSameAgainAndNobodyNeedsToKnow() throws InterruptedException {
        isIn();
        say("too fast");
        ScriptedStompServer.Frame first = server.awaitMessage();
        server.refuses(first, "slow-down", "Not so fast.");
        ScriptedStompServer.Frame second = server.awaitMessage();
        assertThat(second.header("reference")).isEqualTo(first.header("reference"));
        server.refuses(second, "muted", "You are muted.");
        assertThat(next()).isEqualTo("refused: too fast: You are muted.");
        assertThat(waiting()).isZero();
    }

    @Test
    void aRoomThatCannotBeEnteredTakesWhatWasMeantForItWithIt() throws InterruptedException {
        server.awaitConnect();
        say("lost words");
        server.says("CONNECTED\nversion:1.2\nheart-beat:0,0\nuser-name:ada\n\n");
        assertThat(next()).isEqualTo("connected as ada");
        ScriptedStompServer.Frame entering = server.await("SUBSCRIBE");
        while (!entering.header("destination").equals(ROOM)) {
            entering = server.await("SUBSCRIBE");
        }
        server.refuses(entering, "room-full", "It is full.");
        assertThat(next()).isEqualTo("shut out of lobby: It is full.");
        assertThat(next()).isEqualTo("refused: lost words: It is full.");
    }

    @Test
    void whoIsNotLetInIsToldWhy() throws InterruptedException {
        server.awaitConnect();
        server.sendsOff("name-taken", "It is taken.", ",\"suggestions\":[\"ada2\"]");
        assertThat(next()).isEqualTo("Refused name-taken: It is taken.");
    }

    @Test
    void whoIsSentOffIsToldWhy() throws InterruptedException {
        isIn();
        server.sendsOff("kicked", "Go.", "");
        assertThat(next()).isEqualTo("ClosedByServer kicked: Go.");
    }

    @Test
    void aDoorThatIsShutWithoutAWordIsAsGoodAsNone() throws InterruptedException {
        server.awaitConnect();
        server.hangsUp();
        assertThat(next()).startsWith("Unreachable");
    }

    @Test
    void whatMakesNoSenseIsTheEnd() throws InterruptedException {
        isIn();
        server.tells(ROOM, "{\"type\":");
        assertThat(next()).startsWith("ProtocolError");
    }

    @Test
    void whoLeavesWaitsUntilTheServerKnows() throws InterruptedException {
        isIn();
        clientEventLoop.execute(() -> clientSession.quit(() -> told.add("gone")));
        ScriptedStompServer.Frame goodbye = server.await("DISCONNECT");
        server.said(4, "bob", "bye", "b-1");
        assertThat(next()).isEqualTo("bob: bye");
        server.confirms(goodbye);
        assertThat(next()).isEqualTo("gone");
        assertThat(told).isEmpty();
    }
}
