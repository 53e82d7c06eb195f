package dev.parley.protocol;

import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.Scheduler;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.TestResources;
import dev.parley.load.TestTransport;
import dev.parley.storage.memory.InMemoryDirectMessageStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A chat server with a password on one transport, its clients, and the frames that they send and expect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StompContractFixture {

    private static final ServerLimits LIMITS = new ServerLimits(
            new NicknamePolicy(10), 500, 0, 20, 50, 1_000, 20, Duration.ofMinutes(1), 100, Duration.ofMillis(1), 10);

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(4);
    final AtomicLong nanoTime = new AtomicLong();
    final InMemoryHistory history = new InMemoryHistory(Clock.systemUTC());
    private final DirectMessageStore directMessages = new InMemoryDirectMessageStore(Clock.systemUTC());
    final ChatServer chatServer = new ChatServer(
            LIMITS,
            TestResources.of(history, directMessages, history, history, Clock.systemUTC(), scheduler(), executor));
    private final List<ContractClient> clients = new ArrayList<>();
    private long lastDirectMessage;
    String room = "";
    private int rooms;

    private Scheduler scheduler() {
        return (delay, task) -> {
            var scheduled = executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> scheduled.cancel(false);
        };
    }

    abstract void start(ChatServer server, LoginThrottle throttle);

    abstract TestTransport open(TestTransport.Listener listener);

    abstract void stop();

    /** Returns whether the server notices that a client is gone before it writes. */
    boolean noticesResets() {
        return true;
    }

    /** Returns whether the port accepts no other protocol, so that the first frame need not be CONNECT. */
    boolean isOnlyStomp() {
        return true;
    }

    @BeforeAll
    void startServer() {
        start(chatServer, new LoginThrottle(new ServerPassword("secret"), scheduler(), nanoTime::get));
    }

    @BeforeEach
    void rememberLastDirectMessage() {
        lastDirectMessage = directMessages
                .after("", null, 1)
                .toCompletableFuture()
                .join()
                .until()
                .seq();
    }

    /** Returns the position of a direct message of this test, from 1, without the epoch. */
    String position(int number) {
        return "E:" + (lastDirectMessage + number);
    }

    /** Returns the number of open connections. */
    abstract int openConnections();

    @AfterAll
    void stopServer() {
        stop();
        executor.shutdownNow();
    }

    @AfterEach
    void disconnectAll() {
        chatServer.disconnectAll();
        // The server ends the streams of SockJS, because one that its client cuts may end the next stream too.
        clients.forEach(ContractClient::awaitEnd);
        clients.forEach(ContractClient::close);
        clients.clear();
    }

    ContractClient client() {
        ContractClient client = new ContractClient(this::open);
        clients.add(client);
        return client;
    }

    ContractClient login(String name) {
        return client().send("CONNECT\naccept-version:1.2\npasscode:secret\nlogin:" + name + "\n\n^")
                .receives("CONNECTED version:1.2 user-name:" + name);
    }

    /** Logs in, subscribes to refusals, and joins a room of this test. */
    ContractClient member(String name) {
        if (clients.isEmpty()) {
            rooms++;
            room = "r" + rooms;
        }
        return login(name)
                .send("SUBSCRIBE\nid:f\ndestination:/user/queue/refusals\n\n^" + subscribe("receipt:in"))
                .receives("RECEIPT receipt-id:in");
    }

    String subscribe(String header) {
        return "SUBSCRIBE\nid:0\ndestination:/topic/rooms/" + room + "\n" + header + "\n\n^";
    }

    String post(String headers, String body) {
        return "SEND\ndestination:/app/rooms/" + room + "\n" + headers + "\n\n" + body + "^";
    }

    static String command(String receipt, String line) {
        return "SEND\ndestination:/app/commands\nreceipt:" + receipt + "\n\n{\"line\":\"" + line + "\"}^";
    }

    static String refusal(String receipt, String code, String sentence) {
        return "MESSAGE subscription:f destination:/user/queue/refusals {\"receipt\":\"" + receipt
                + "\",\"reference\":null,\"code\":\"" + code + "\",\"sentence\":\"" + sentence
                + "\",\"retryAfterMs\":null}";
    }

    static String error(String code, String receipt, String sentence) {
        return "ERROR message:" + code + (receipt.isEmpty() ? "" : " receipt-id:" + receipt) + " {\"code\":\"" + code
                + "\",\"sentence\":\"" + sentence + "\"}";
    }

    /** Returns a direct message of this test as subscription {@code d} receives it. */
    String direct(int number, String from, String to, String text) {
        return "MESSAGE subscription:d destination:/user/queue/direct {\"type\":\"direct\",\"position\":\""
                + position(number) + "\",\"from\":\"" + from + "\",\"to\":\"" + to + "\",\"text\":\"" + text
                + "\",\"at\":T}";
    }

    static String subscribeDirect(String header) {
        return "SUBSCRIBE\nid:d\ndestination:/user/queue/direct\n" + header + "\n\n^";
    }

    static String sendDirect(String to, String headers, String text) {
        return "SEND\ndestination:/app/people/" + to + "\n" + headers + "\n\n{\"text\":\"" + text + "\"}^";
    }

    String notInRoom() {
        return "You are not in " + room + ". Join it first: /join " + room;
    }

    void awaitFree(String name) {
        await().until(() ->
                chatServer.findUser(name).toCompletableFuture().join().isEmpty());
    }
}
