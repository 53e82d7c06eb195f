package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.room.NodeLease;
import dev.parley.chat.room.RecordingSubscriber;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.storage.memory.InMemoryNicknameRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Checks a node that loses its lease and gets another one. */
class LeaseLossTest {

    private static final Nickname ADA = Nickname.of("ada");

    private final TestLease lease = new TestLease();
    private final LateRegistry registry = new LateRegistry();
    private final TestChatServer node = new TestChatServer(registry, lease);

    private static final class TestLease implements NodeLease {
        private final List<Runnable> listeners = new ArrayList<>();
        private String id = "1";

        @Override
        public String nodeId() {
            return id;
        }

        @Override
        public void subscribe(Runnable lossListener) {
            listeners.add(lossListener);
        }

        private void lose() {
            id = "0";
            listeners.forEach(Runnable::run);
            id = "2";
        }
    }

    /** Completes claims late if a test asks for it, and counts releases. */
    private static final class LateRegistry implements NicknameRegistry {
        private final NicknameRegistry registry = new InMemoryNicknameRegistry();
        private CompletableFuture<?> before = CompletableFuture.completedFuture(true);
        private int releases;

        @Override
        public CompletionStage<ClaimResult> claim(Nickname wish, String userId, String holder) {
            CompletionStage<ClaimResult> result = registry.claim(wish, userId, holder);
            return before.thenCompose(done -> result);
        }

        @Override
        public CompletionStage<Void> release(String userId, String holder) {
            releases++;
            return registry.release(userId, holder);
        }

        @Override
        public CompletionStage<ClaimResult> rename(String userId, String holder, Nickname wish) {
            return registry.rename(userId, holder, wish);
        }

        @Override
        public CompletionStage<ClaimResult> setAbsence(String userId, String holder, String absence) {
            return registry.setAbsence(userId, holder, absence);
        }

        @Override
        public CompletionStage<Optional<Claim>> find(Nickname nickname) {
            return registry.find(nickname);
        }

        @Override
        public CompletionStage<Optional<Claim>> claimOf(String userId) {
            return registry.claimOf(userId);
        }

        @Override
        public CompletionStage<Set<Nickname>> taken(Collection<Nickname> nicknames) {
            return registry.taken(nicknames);
        }
    }

    @Test
    void allSessionsAreDisconnectedAndNoNicknameIsReleased() {
        TestSession ada = node.joinLobby("ada");
        TestSession lost = node.joinLobby("bob");
        lost.session().close(CloseCause.LOST);

        lease.lose();
        node.settle();

        assertThat(ada.recordingSubscriber().disconnectCodes()).containsExactly("storage-failed");
        assertThat(node.chatServer.userCount()).isZero();
        assertThat(registry.releases).isZero();
        node.joinLobby("cyd");
        assertThat(node.chatServer.userCount()).isEqualTo(1);
    }

    @Test
    void loginWithAClaimFromBeforeTheLossIsRefused() {
        CompletableFuture<Boolean> claimed = new CompletableFuture<>();
        registry.before = claimed;
        CompletionStage<LoginResult> login = node.chatServer.login(
                LoginRequest.resumable("ada", new ClientInfo("browser", "websocket", "127.0.0.1"), null),
                new RecordingSubscriber());
        node.settle();

        lease.lose();
        claimed.complete(true);

        assertThat(node.get(login))
                .isInstanceOfSatisfying(
                        LoginResult.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("storage-failed"));
        assertThat(node.chatServer.userCount()).isZero();
        assertThat(node.get(registry.find(ADA))).isEmpty();
        node.loginBrowser("ada");
    }
}
