package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.InviteSecret;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.AccessRefusals;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.ManualExecutor;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.Membership;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RoomSummary;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.storage.memory.InMemoryNicknameRegistry;
import dev.parley.storage.memory.InMemoryRoomRelay;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoomAccessTest {

    private static final RoomName TEA = new RoomName("tea");

    private final TestChatServer server = new TestChatServer();
    private final TestSession ada = server.joinLobby("ada");
    private final TestSession bob = server.joinLobby("bob");

    private RoomAccess access() {
        return server.chatServer.roomAccess();
    }

    private String create(TestSession by) {
        return ((RoomAccess.Created) server.get(access().create(by.session(), TEA)))
                .key()
                .text();
    }

    private static JoinResult join(TestChatServer node, TestSession user, @Nullable String key) {
        CompletableFuture<JoinResult> result =
                user.session().join(TEA, new ReplayFrom.Last(0), key).toCompletableFuture();
        node.settle();
        // The answer to a wrong key, and each one after it, is delayed.
        node.advanceTime(Duration.ofSeconds(10));
        return node.get(result);
    }

    private JoinResult join(TestSession user, @Nullable String key) {
        return join(server, user, key);
    }

    private static String id(TestSession user) {
        return user.session().user().id();
    }

    private List<String> found() {
        return server
                .get(server.chatServer.roomRegistry().find("t", null, room -> access().isOpenTo(room, id(bob))))
                .rooms()
                .stream()
                .map(room -> room.name().text())
                .toList();
    }

    @Test
    void privateRoomIsEnteredByItsOwnerAndWithItsKey() {
        String key = create(ada);

        assertThat(join(ada, null)).isInstanceOf(Membership.class);
        assertThat(join(bob, null)).isEqualTo(AccessRefusals.roomPrivate(TEA));
        assertThat(bob.session().isIn(TEA)).isFalse();
        assertThat(join(bob, InviteSecret.generate().text())).isEqualTo(AccessRefusals.roomKeyWrong(TEA));
        assertThat(join(bob, key)).isInstanceOf(Membership.class);
    }

    @Test
    void membershipIsRememberedByTheTokenAfterAReconnectAndARestart() {
        String key = create(ada);
        join(bob, key);
        ResumeToken token = bob.session().token().orElseThrow();
        bob.session().close(CloseCause.QUIT);
        server.settle();

        assertThat(join(server.joinLobby("bob", token), null)).isInstanceOf(Membership.class);
        TestChatServer restarted = new TestChatServer(TestChatServer.RULES, server.history);
        assertThat(join(restarted, restarted.joinLobby("bob", token), null)).isInstanceOf(Membership.class);
        assertThat(join(restarted, restarted.joinLobby("eve"), null)).isEqualTo(AccessRefusals.roomPrivate(TEA));
    }

    @Test
    void invitationOfAMemberOpensTheRoomUntilItExpires() {
        create(ada);
        join(ada, null);
        Invites.Created invite = (Invites.Created)
                server.get(server.chatServer.roomAccess().invites().create(ada.session(), TEA, Duration.ofHours(1)));
        Invites.Created other = (Invites.Created) server.get(
                server.chatServer.roomAccess().invites().create(ada.session(), RoomName.LOBBY, Duration.ofHours(9)));

        assertThat(server.get(server.chatServer.roomAccess().invites().create(bob.session(), TEA, Duration.ofHours(1))))
                .isEqualTo(new Invites.Refused(Refusal.notInRoom(TEA)));
        assertThat(join(bob, other.secret().text())).isEqualTo(AccessRefusals.roomKeyWrong(TEA));
        assertThat(join(bob, invite.secret().text())).isInstanceOf(Membership.class);
        server.advanceTime(Duration.ofHours(1));
        assertThat(join(server.joinLobby("eve"), invite.secret().text())).isEqualTo(AccessRefusals.roomKeyWrong(TEA));
    }

    @Test
    void invitationOfABannedMemberDoesNotOpenTheRoom() {
        create(ada);
        join(ada, null);
        Invites.Created invite = (Invites.Created)
                server.get(server.chatServer.roomAccess().invites().create(ada.session(), TEA, Duration.ofHours(1)));
        server.get(server.chatServer
                .sanctionEnforcer()
                .impose(Sanction.Kind.BAN, ada.session().user().nickname(), null));

        assertThat(join(bob, invite.secret().text())).isEqualTo(AccessRefusals.roomKeyWrong(TEA));
    }

    @Test
    void privateRoomIsListedAndFoundOnlyForMembersAndOperators() {
        String key = create(ada);
        join(ada, null);

        assertThat(server.chatServer.roomRegistry().directory().first(10))
                .extracting(RoomSummary::name)
                .containsExactly(RoomName.LOBBY);
        assertThat(server.chatServer.roomRegistry().directory().size()).isEqualTo(1);
        assertThat(found()).isEmpty();
        assertThat(access().privateRoomsOf(id(bob), 10)).isEmpty();
        assertThat(access().privateRoomsOf(id(ada), 10)).containsExactly(TEA);

        server.chatServer.moderation().setOperators(Set.of(id(bob)));
        assertThat(found()).containsExactly("tea");
        server.chatServer.moderation().setOperators(Set.of());
        join(bob, key);
        assertThat(found()).containsExactly("tea");
    }

    @Test
    void ownerReplacesTheKeyAndMembersStay() {
        String first = create(ada);
        join(bob, first);
        assertThat(server.get(access().create(bob.session(), TEA)))
                .isEqualTo(new RoomAccess.Refused(AccessRefusals.roomExists(TEA)));
        String second = create(ada);

        TestSession eve = server.joinLobby("eve");
        assertThat(join(eve, first)).isEqualTo(AccessRefusals.roomKeyWrong(TEA));
        assertThat(join(eve, second)).isInstanceOf(Membership.class);
        assertThat(join(bob, null)).isInstanceOf(Membership.class);
    }

    @Test
    void roomThatExistsCannotBecomePrivate() {
        join(bob, null);

        assertThat(server.get(access().create(ada.session(), TEA)))
                .isEqualTo(new RoomAccess.Refused(AccessRefusals.roomExists(TEA)));
        assertThat(server.get(access().create(ada.session(), RoomName.LOBBY)))
                .isEqualTo(new RoomAccess.Refused(AccessRefusals.roomExists(RoomName.LOBBY)));
    }

    @Test
    void creationOfRoomsThatIsReservedForOperatorsHoldsForPrivateRooms() {
        server.chatServer.moderation().reserve(UserAction.CREATE_ROOM);

        assertThat(server.get(access().create(ada.session(), TEA)))
                .isEqualTo(new RoomAccess.Refused(Refusal.operatorsOnly(UserAction.CREATE_ROOM)));
    }

    @Test
    void formerOperatorLeavesPrivateRooms() {
        create(ada);
        server.chatServer.moderation().setOperators(Set.of(id(bob)));
        assertThat(join(bob, null)).isInstanceOf(Membership.class);

        server.chatServer.moderation().setOperators(Set.of());
        access().removeFromClosedRooms(bob.session());

        assertThat(bob.session().isIn(TEA)).isFalse();
    }

    @Test
    void closedRoomIsNotPrivateAnyMore() {
        create(ada);
        server.get(ada.session().join(TEA, new ReplayFrom.Last(0), null));
        ada.session().leave(TEA);
        server.publish(ada, "hello");
        server.get(ada.session().join(TEA, new ReplayFrom.Last(0), null));
        ada.session().leave(TEA);
        server.settle();
        server.get(access().forget(TEA));

        assertThat(join(bob, null)).isInstanceOf(Membership.class);
    }

    @Test
    void otherNodeClosesTheRoomToUsersWhoJoinedBeforeItKnew() {
        TwoNodes nodes = new TwoNodes();
        TestChatServer a = nodes.node("a");
        TestChatServer b = nodes.node("b");
        TestSession owner = a.joinLobby("owner");
        TestSession early = b.joinLobby("early");
        TestSession late = b.joinLobby("late");
        String key = ((RoomAccess.Created) a.get(a.chatServer.roomAccess().create(owner.session(), TEA)))
                .key()
                .text();
        assertThat(join(b, early, null)).isInstanceOf(Membership.class);
        nodes.settle(a, b);

        assertThat(early.session().isIn(TEA)).isFalse();
        assertThat(join(b, late, null)).isEqualTo(AccessRefusals.roomPrivate(TEA));
        assertThat(join(b, late, key)).isInstanceOf(Membership.class);
        nodes.settle(a, b);
        assertThat(a.chatServer.roomAccess().isOpenTo(TEA, id(late))).isTrue();
    }

    /** Two nodes on one history, whose signals arrive when the test wants. */
    private static final class TwoNodes {

        private final InMemoryHistory stored = new InMemoryHistory(new ManualScheduler().clock());
        private final InMemoryNicknameRegistry registry = new InMemoryNicknameRegistry();
        private final ManualExecutor signals = new ManualExecutor();
        private final InMemoryRoomRelay relay = new InMemoryRoomRelay(signals);

        private TestChatServer node(String id) {
            return new TestChatServer(TestChatServer.RULES, stored, registry, relay.connect(), id);
        }

        private void settle(TestChatServer a, TestChatServer b) {
            boolean busy = true;
            while (busy) {
                busy = signals.runNext();
                busy |= a.settle();
                busy |= b.settle();
            }
        }
    }
}
