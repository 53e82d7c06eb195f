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
    private static final String DIRECT = "/user/queue/direct";
    private static final String ROOM = "/topic/rooms/lobby";

    private final ScriptedStompServer server = new ScriptedStompServer();
    private final BlockingQueue<String> notifications = new LinkedBlockingQueue<>();
    private final ClientEventLoop clientEventLoop = new ClientEventLoop(bug -> notifications.add("bug: " + bug));
    private final ClientSession clientSession = new ClientSession(
            server.address(), new Login("ada", "open sesame"), clientEventLoop, new RecordingListener());

    /** Records the notifications of the session as texts. */
    private final class RecordingListener implements SessionListener {

        @Override
        public void onConnected() {
            notifications.add("connected as " + clientSession.name());
        }

        @Override
        public void onEvent(ReceivedEvent receivedEvent) {
            if (receivedEvent.clientEvent() instanceof ClientEvent.Said said) {
                notifications.add((said.own() ? "own: " : said.from() + ": ") + said.text());
            } else if (receivedEvent.clientEvent() instanceof ClientEvent.Direct direct) {
                notifications.add(direct.from() + " to " + direct.to() + ": " + direct.text());
            }
        }

        @Override
        public void onReply(List<String> lines) {
            notifications.add("reply: " + lines);
        }

        @Override
        public void onStored(PendingMessage pendingMessage) {
            notifications.add("stored: " + pendingMessage.text());
        }

        @Override
        public void onRefused(PendingMessage pendingMessage, String sentence) {
            notifications.add("refused: " + pendingMessage.text() + ": " + sentence);
        }

        @Override
        public void onRoomEnded(String room, String sentence) {
            notifications.add("out of " + room + ": " + sentence);
        }

        @Override
        public void onPendingChanged() {
            // Tests query the number of pending messages instead.
        }

        @Override
        public void onDisconnected(ClientDisconnect how) {
            notifications.add(how.getClass().getSimpleName() + " " + how.code() + ": " + how.sentence());
        }
    }

    @BeforeEach
    void connect() {
        clientEventLoop.execute(() -> {
            clientSession.join(LOBBY, SubscribeFrom.DEFAULT);
            clientSession.connect();
        });
    }

    @AfterEach
    void close() {
        clientEventLoop.execute(clientSession::abort);
        server.close();
    }

    private String next() throws InterruptedException {
        String next = notifications.poll(30, TimeUnit.SECONDS);
        assertThat(next).as("a notification").isNotNull();
        return next;
    }

    private void publish(String text) {
        clientEventLoop.execute(() -> clientSession.publish(LOBBY, text, false));
    }

    private int pendingMessages() {
        return CompletableFuture.supplyAsync(
                        () -> clientSession.pendingMessages().size(), clientEventLoop)
                .join();
    }

    private void login() throws InterruptedException {
        server.awaitConnect();
        server.acceptLogin("ada", 3);
        assertThat(next()).isEqualTo("connected as ada");
    }

    @Test
    void clientSendsItsCredentialsAndTakesTheNicknameOfTheServer() throws InterruptedException {
        ScriptedStompServer.Frame connect = server.awaitConnect();
        assertThat(connect.header("login")).isEqualTo("ada");
        assertThat(connect.header("passcode")).isEqualTo("open sesame");
        assertThat(connect.header("resume")).isEmpty();

        assertThat(server.acceptLogin("Ada", 3).header("after")).isEmpty();
        assertThat(next()).isEqualTo("connected as Ada");
    }

    @Test
    void clientSubscribesToTheListOfRoomsWithChanges() {
        server.awaitConnect();
        server.send("CONNECTED\nversion:1.2\nheart-beat:0,0\nuser-name:ada\nresume:t\n\n");

        assertThat(server.await("SUBSCRIBE", "/topic/rooms").header("changes")).isEqualTo("true");
    }

    @Test
    void messageIsConfirmedOnceByItsReceiptOrItsDelivery() throws InterruptedException {
        login();
        publish("one");
        publish("two");
        ScriptedStompServer.Frame one = server.awaitMessage();
        server.sendReceipt(one);
        assertThat(next()).isEqualTo("stored: one");
        server.publish(4, "ada", "one", one.header("reference"));
        assertThat(next()).isEqualTo("own: one");

        ScriptedStompServer.Frame two = server.awaitMessage();
        server.publish(5, "ada", "two", two.header("reference"));
        assertThat(next()).isEqualTo("own: two");
        assertThat(next()).isEqualTo("stored: two");
        server.sendReceipt(two);
        server.publish(6, "bob", "three", "b-1");
        assertThat(next()).isEqualTo("bob: three");
        assertThat(pendingMessages()).isZero();
    }

    @Test
    void reconnectResumesAtThePositionAndResendsUnconfirmedMessages() throws InterruptedException {
        login();
        server.publish(4, "bob", "first", "b-1");
        assertThat(next()).isEqualTo("bob: first");
        publish("did it arrive?");
        String reference = server.awaitMessage().header("reference");
        server.closeConnection();
        assertThat(next()).startsWith("Lost");

        clientEventLoop.execute(clientSession::connect);
        assertThat(server.awaitConnect().header("resume")).isEqualTo("token-of-ada");
        assertThat(server.acceptLogin("ada", 4).header("after")).isEqualTo("e:4");
        assertThat(next()).isEqualTo("connected as ada");
        server.publish(4, "bob", "first", "b-1");
        ScriptedStompServer.Frame again = server.awaitMessage();
        assertThat(again.header("reference")).isEqualTo(reference);
        server.sendReceipt(again);
        assertThat(next()).as("no message received before").isEqualTo("stored: did it arrive?");
    }

    private void sendDirect(int seq, String from, String to, String text) {
        server.sendMessage(
                DIRECT,
                "{\"type\":\"direct\",\"position\":\"d:" + seq + "\",\"from\":\"" + from + "\",\"to\":\"" + to
                        + "\",\"text\":\"" + text + "\"}");
    }

    @Test
    void reconnectContinuesDirectMessagesAndResendsUnconfirmedOnes() throws InterruptedException {
        server.awaitConnect();
        server.send("CONNECTED\nversion:1.2\nheart-beat:0,0\nuser-name:ada\nresume:token-of-ada\n\n");
        assertThat(server.await("SUBSCRIBE", DIRECT).header("after")).isEmpty();
        assertThat(next()).isEqualTo("connected as ada");
        sendDirect(7, "bob", "ada", "psst");
        assertThat(next()).isEqualTo("bob to ada: psst");
        clientEventLoop.execute(() -> clientSession.direct("bob", "yes?"));
        String reference = server.await("SEND", "/app/people/bob").header("reference");
        server.closeConnection();
        assertThat(next()).startsWith("Lost");

        clientEventLoop.execute(clientSession::connect);
        server.awaitConnect();
        server.send("CONNECTED\nversion:1.2\nheart-beat:0,0\nuser-name:ada\nresume:token-of-ada\n\n");
        assertThat(server.await("SUBSCRIBE", DIRECT).header("after")).isEqualTo("d:7");
        assertThat(next()).isEqualTo("connected as ada");
        sendDirect(7, "bob", "ada", "psst");
        sendDirect(8, "ada", "bob", "yes?");
        assertThat(next()).as("no message received before").isEqualTo("ada to bob: yes?");
        ScriptedStompServer.Frame again = server.await("SEND", "/app/people/bob");
        assertThat(again.header("reference")).isEqualTo(reference);
        server.sendReceipt(again);
        assertThat(next()).isEqualTo("stored: yes?");
    }

    @Test
    void refusedDirectMessageIsNotSentAgain() throws InterruptedException {
        login();
        clientEventLoop.execute(() -> clientSession.direct("zoe", "there?"));
        server.refuse(server.await("SEND", "/app/people/zoe"), "no-such-person", "There is no zoe.");

        assertThat(next()).isEqualTo("refused: there?: There is no zoe.");
        assertThat(pendingMessages()).isZero();
    }

    @Test
    void slowDownRefusalResendsTheMessageSilently() throws InterruptedException {
        login();
        publish("too fast");
        ScriptedStompServer.Frame first = server.awaitMessage();
        server.refuse(first, "slow-down", "Not so fast.");
        ScriptedStompServer.Frame second = server.awaitMessage();
        assertThat(second.header("reference")).isEqualTo(first.header("reference"));
        server.refuse(second, "muted", "You are muted.");
        assertThat(next()).isEqualTo("refused: too fast: You are muted.");
        assertThat(pendingMessages()).isZero();
    }

    @Test
    void refusalWithAWaitOfCenturiesDoesNotEndTheSession() throws InterruptedException {
        login();
        publish("too fast");
        server.sendMessage(
                "/user/queue/refusals", """
                {"code":"slow-down","sentence":"Wait.","reference":"%s","retryAfterMs":9223372036854775807}""".formatted(server.awaitMessage().header("reference")));
        server.publish(4, "bob", "still here", "b-1");
        assertThat(next()).isEqualTo("bob: still here");
        assertThat(pendingMessages()).isOne();
    }

    @Test
    void refusedJoinRefusesPendingMessagesOfTheRoom() throws InterruptedException {
        server.awaitConnect();
        publish("lost words");
        server.send("CONNECTED\nversion:1.2\nheart-beat:0,0\nuser-name:ada\n\n");
        assertThat(next()).isEqualTo("connected as ada");
        ScriptedStompServer.Frame subscribe = server.await("SUBSCRIBE");
        while (!subscribe.header("destination").equals(ROOM)) {
            subscribe = server.await("SUBSCRIBE");
        }
        server.refuse(subscribe, "room-full", "It is full.");
        assertThat(next()).isEqualTo("out of lobby: It is full.");
        assertThat(next()).isEqualTo("refused: lost words: It is full.");
    }

    @Test
    void removedRoomIsLeftAndItsPendingMessagesAreReported() throws InterruptedException {
        login();
        publish("lost words");
        server.awaitMessage();
        server.sendMessage(ROOM, "{\"type\":\"removed\",\"room\":\"lobby\"}");
        assertThat(next()).isEqualTo("out of lobby: The operator removed the room lobby.");
        assertThat(next()).isEqualTo("refused: lost words: The operator removed the room lobby.");
        assertThat(pendingMessages()).isZero();
    }

    @Test
    void refusedLoginReportsTheReason() throws InterruptedException {
        server.awaitConnect();
        server.sendErrorAndClose("name-taken", "It is taken.", ",\"suggestions\":[\"ada2\"]");
        assertThat(next()).isEqualTo("Refused name-taken: It is taken.");
    }

    @Test
    void disconnectByTheServerReportsTheReason() throws InterruptedException {
        login();
        server.sendErrorAndClose("kicked", "Go.", "");
        assertThat(next()).isEqualTo("ClosedByServer kicked: Go.");
    }

    @Test
    void connectionClosedBeforeLoginIsReportedAsUnreachable() throws InterruptedException {
        server.awaitConnect();
        server.closeConnection();
        assertThat(next()).startsWith("Unreachable");
    }

    @Test
    void malformedEventEndsTheSession() throws InterruptedException {
        login();
        server.sendMessage(ROOM, "{\"type\":");
        assertThat(next()).startsWith("ProtocolError");
    }

    @Test
    void quitWaitsForTheReceiptOfDisconnect() throws InterruptedException {
        login();
        clientEventLoop.execute(() -> clientSession.quit(() -> notifications.add("gone")));
        ScriptedStompServer.Frame disconnect = server.await("DISCONNECT");
        server.publish(4, "bob", "bye", "b-1");
        assertThat(next()).isEqualTo("bob: bye");
        server.sendReceipt(disconnect);
        assertThat(next()).isEqualTo("gone");
        assertThat(notifications).isEmpty();
    }
}
