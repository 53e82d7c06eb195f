package dev.parley.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.TestChatServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a connection may take, how much it may send, and what it is spared. */
class ConnectionTest {

    private final TestChatServer house = new TestChatServer();
    private final List<Peer> peers = new ArrayList<>();

    @AfterEach
    void nothingLeaks() {
        peers.forEach(Peer::leaksNothing);
    }

    private Peer peer() {
        return add(Peer.of(house, OpenPort.dialects(house.chatServer)));
    }

    private Peer add(Peer peer) {
        peers.add(peer);
        return peer;
    }

    private Peer inLobby(String name) {
        Peer peer = peer();
        peer.sends(name + "\n");
        assertThat(peer.received()).startsWith("*** You are in lobby.");
        return peer;
    }

    @Test
    void whoGivesNoNameWithinTenSecondsIsSentOff() {
        Peer peer = peer();
        peer.sends("hm hm");
        peer.waits(Duration.ofMillis(9_999));
        assertThat(peer.isClosed()).isFalse();

        peer.waits(Duration.ofMillis(1));

        assertThat(peer.received()).isEqualTo("You gave no name in time. Connect again when you like.\n");
        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    void aPersonAtThePromptHasTwoMinutes() {
        Peer peer = peer();
        peer.waits(Duration.ofSeconds(1));
        assertThat(peer.received()).contains("Your name?");
        peer.waits(Duration.ofMillis(119_999));
        assertThat(peer.isClosed()).isFalse();

        peer.waits(Duration.ofMillis(1));

        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    void beingAskedAgainGivesNoMoreTime() {
        Peer peer = peer();
        peer.sends("Server\n");
        peer.waits(Duration.ofSeconds(100));
        peer.sends("admin\n");
        assertThat(peer.isClosed()).isFalse();

        peer.waits(Duration.ofSeconds(20));

        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    void whoHasANameMaySayNothingForEver() {
        Peer peer = inLobby("ada");

        peer.waits(Duration.ofDays(1));

        assertThat(peer.isClosed()).isFalse();
    }

    @Test
    void whoeverEndsTheNameIsFreeAtOnce() {
        inLobby("ada").hangsUp();
        inLobby("ada").breaks();
        inLobby("ada").sends("/quit\n");
        inLobby("ada");
    }

    @Test
    void othersAreToldHowSomebodyLeft() {
        Peer bob = inLobby("bob");
        Peer ada = inLobby("ada");
        Peer eve = inLobby("eve");
        bob.settle();
        bob.received();

        ada.hangsUp();
        eve.breaks();
        bob.settle();

        assertThat(bob.received()).isEqualTo("12:00 <-- ada left\n12:00 <-- eve left (connection lost)\n");
    }

    @Test
    void whoBreaksWhileBeingLetInLeavesNoGhost() {
        Peer ada = peer();
        ada.sendsAndGoes("ada\n");

        assertThat(house.chatServer.users()).isEmpty();
        inLobby("ada");
    }

    @Test
    void aLineThatIsTooLongForThePortEndsTheConnection() {
        Peer ada = inLobby("ada");
        ada.sends("x".repeat(64 * 1024));
        assertThat(ada.isClosed()).isFalse();

        ada.sends("x");

        assertThat(ada.isClosed()).isTrue();
        assertThat(ada.received())
                .isEqualTo("*** More than 64 KiB came without an end, so this connection is closed.\n");
        assertThat(house.chatServer.users()).isEmpty();
    }

    @Test
    void whatDoesNotTakeAnythingIsOfferedNothingAndThenAllOfIt() {
        Peer ada = inLobby("ada");
        ada.takesNothing();
        for (int i = 1; i <= 3; i++) {
            house.get(house.chatServer.publish("number " + i));
        }
        ada.settle();
        assertThat(ada.received()).isEmpty();

        ada.takesAgain();

        assertThat(ada.received()).isEqualTo("*** Server: number 1\n*** Server: number 2\n*** Server: number 3\n");
    }

    @Test
    void whoTakesNothingIsNotReadEither() {
        Peer ada = inLobby("ada");
        ada.takesNothing();
        ada.sends("/help who\nheard later\n");
        assertThat(ada.received()).isEmpty();
        assertThat(house.get(house.chatServer.roomRegistry().all().get(0).last(1)))
                .isEmpty();

        ada.takesAgain();

        assertThat(ada.received()).contains("/who");
        assertThat(house.get(house.chatServer.roomRegistry().all().get(0).last(1)))
                .hasSize(1);
    }

    @Test
    void whoTakesNothingWhileManyHaveAWordWithItIsCut() {
        Peer ada = inLobby("ada");
        TestChatServer.TestSession bob = house.inLobby("bob");
        ada.takesNothing();
        for (int i = 0; i < 64; i++) {
            bob.session().sendDirect("ada", "psst");
        }
        ada.settle();
        assertThat(ada.isClosed()).isFalse();

        bob.session().sendDirect("ada", "psst");
        ada.settle();

        assertThat(ada.isClosed()).isTrue();
    }

    @Test
    void aFlooderKeepsNobodyElseOut() {
        ConnectionLimiter connectionLimiter = new ConnectionLimiter(20, 8);
        List<Peer> flood = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            flood.add(add(new Peer(house, OpenPort.dialects(house.chatServer), connectionLimiter, "203.0.113.9")));
        }
        Peer other = add(new Peer(house, OpenPort.dialects(house.chatServer), connectionLimiter, "198.51.100.7"));

        assertThat(flood.stream().filter(peer -> !peer.isClosed())).hasSize(8);
        assertThat(flood.get(63).received())
                .isEqualTo("There are too many connections from your address. Close one and try again.\n");
        other.sends("ada\n");
        assertThat(other.received()).startsWith("*** You are in lobby.");
        assertThat(connectionLimiter.open()).isEqualTo(9);
    }

    @Test
    void loopbackHasNoLimitOfItsOwnButTheHouseMayBeFull() {
        ConnectionLimiter connectionLimiter = new ConnectionLimiter(2, 1);
        Peer first = add(new Peer(house, OpenPort.dialects(house.chatServer), connectionLimiter, "127.0.0.1"));
        add(new Peer(house, OpenPort.dialects(house.chatServer), connectionLimiter, "127.0.0.1"));
        Peer third = add(new Peer(house, OpenPort.dialects(house.chatServer), connectionLimiter, "127.0.0.1"));
        assertThat(third.received()).isEqualTo("The server is full. Try again in a while.\n");
        assertThat(third.isClosed()).isTrue();

        first.hangsUp();

        assertThat(add(new Peer(house, OpenPort.dialects(house.chatServer), connectionLimiter, "127.0.0.1"))
                        .isClosed())
                .isFalse();
    }
}
