package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.room.RecordingSubscriber;
import dev.parley.chat.room.RoomRelay;
import dev.parley.chat.room.StorageException;
import dev.parley.chat.session.TestChatServer.TestSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks logins while the calls to the registry of nicknames complete late, and in the worst order. */
class LoginOrderTest {

    private static final Nickname BOB = Nickname.of("bob");

    private final DelayedNicknameRegistry registry = new DelayedNicknameRegistry();
    private final TestChatServer server =
            new TestChatServer(TestChatServer.RULES, null, null, registry, RoomRelay.NONE, "node");

    @Test
    void loginThatFindsItsUserRegisteredAddsASessionAndReleasesItsHolder() {
        ResumeToken token = tokenOfAUserThatHasLeft("bob");
        registry.delay(true);
        CompletableFuture<LoginResult> first = login("bob", token);
        CompletableFuture<LoginResult> second = login("robert", token);
        server.settle();
        registry.completeAll();
        server.settle();

        User user = session(first).user();
        assertThat(session(second).user()).isSameAs(user);
        assertThat(server.chatServer.userCount()).isEqualTo(1);

        session(first).close(CloseCause.QUIT);
        registry.completeAll();
        assertThat(owner(user.nickname())).isEqualTo(user.id());
        session(second).close(CloseCause.QUIT);
        registry.completeAll();
        assertThat(owner(user.nickname())).isEmpty();
    }

    @Test
    void nicknameStaysWithTheUserIfTheLastSessionEndsDuringAnotherLogin() {
        TestSession bob = server.loginBrowser("bob");
        ResumeToken token = bob.session().token().orElseThrow();
        registry.delay(true);
        CompletableFuture<LoginResult> again = login("bob", token);
        server.settle();
        registry.step(0); // the claim takes effect
        bob.session().close(CloseCause.QUIT);
        registry.completeAll();
        server.settle();
        registry.completeAll();
        server.settle();

        assertThat(owner(BOB)).isEqualTo(session(again).user().id());
        assertThat(session(again).user().id()).isEqualTo(token.digest());
    }

    @Test
    void nicknameIsReadAgainIfItWasRenamedBetweenClaimAndRegistration() {
        ResumeToken token = tokenOfAUserThatHasLeft("bob");
        registry.now.claim(BOB, token.digest(), "another node/1");
        registry.delay(true);
        CompletableFuture<LoginResult> login = login("bob", token);
        server.settle();
        registry.step(0); // the claim takes effect
        registry.now.rename(token.digest(), "another node/1", Nickname.of("robert"));
        registry.completeAll();
        server.settle();

        assertThat(session(login).user().nickname().text()).isEqualTo("robert");
    }

    @Test
    void banImposedDuringALoginIsFoundAfterRegistration() {
        registry.delay(true);
        CompletableFuture<LoginResult> login = login("bob", null);
        registry.step(0); // the claim takes effect
        CompletableFuture<?> ban = server.chatServer
                .sanctionEnforcer()
                .impose(Sanction.Kind.BAN, BOB, null)
                .toCompletableFuture();
        registry.step(1);
        registry.step(1); // the ban has found its user, who has no session
        assertThat(ban).isCompleted();
        registry.completeAll();
        server.settle();

        assertThat(((LoginResult.Refused) login.join()).refusal().code()).isEqualTo("name-banned");
        registry.completeAll();
        assertThat(server.chatServer.userCount()).isZero();
        assertThat(owner(BOB)).isEmpty();
    }

    @Test
    void loginIsRefusedIfTheServerClosesBetweenClaimAndRegistration() {
        registry.delay(true);
        CompletableFuture<LoginResult> login = login("bob", null);
        server.chatServer.close(Duration.ZERO);
        registry.completeAll();
        server.settle();
        registry.completeAll();

        assertThat(((LoginResult.Refused) login.join()).refusal().code()).isEqualTo("shutting-down");
        assertThat(owner(BOB)).isEmpty();
    }

    @Test
    void failedClaimIsReleasedAndTheLoginIsRefused() {
        registry.failClaimsWith(new StorageException("unknown", false, new IOException("connection lost")));

        assertThat(server.loginRefused(LoginRequest.interactive("bob", client()))
                        .code())
                .isEqualTo("storage-failed");
        assertThat(owner(BOB)).isEmpty();
    }

    @Test
    void laterRenameWinsIfTheEarlierOneCompletesLast() {
        TestSession bob = server.loginBrowser("bob");
        registry.delay(true);
        bob.session().rename("robert");
        bob.session().rename("rob");
        registry.step(0);
        registry.step(0); // both have taken effect, in order
        registry.completeAll(); // the earlier one completes last

        assertThat(bob.session().user().nickname().text()).isEqualTo("rob");
        assertThat(owner(Nickname.of("rob"))).isEqualTo(bob.session().user().id());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void nicknamesAreConsistentWhateverTheOrderOfCompletion(int seed) {
        Random random = new Random(seed);
        List<ResumeToken> tokens = new ArrayList<>();
        for (String name : List.of("ada", "bob", "cyd")) {
            tokens.add(tokenOfAUserThatHasLeft(name));
        }
        registry.delay(true);
        List<CompletableFuture<LoginResult>> logins = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            switch (random.nextInt(8)) {
                case 0 -> logins.add(login("nick" + random.nextInt(4), tokens.get(random.nextInt(3))));
                case 1 -> sessionOf(logins, random).close(CloseCause.QUIT);
                case 2 -> sessionOf(logins, random).rename("nick" + random.nextInt(4));
                case 3 -> server.chatServer.kick("nick" + random.nextInt(4), "");
                default -> {
                    if (registry.pending() > 0) {
                        registry.step(random.nextInt(registry.pending()));
                    }
                }
            }
            server.settle();
            for (User user : server.chatServer.users()) {
                assertThat(registry.now.claimOf(user.id()).toCompletableFuture().join())
                        .as("a user who is online has a nickname")
                        .isPresent();
            }
        }
        completeEverything();

        for (User user : server.chatServer.users()) {
            assertThat(owner(user.nickname())).isEqualTo(user.id());
        }
        logins.forEach(login -> {
            if (login.join() instanceof LoginResult.LoggedIn in) {
                in.session().close(CloseCause.QUIT);
            }
        });
        completeEverything();
        assertThat(server.chatServer.userCount()).isZero();
        for (ResumeToken token : tokens) {
            assertThat(registry.now
                            .claimOf(token.digest())
                            .toCompletableFuture()
                            .join())
                    .as("no holder is left behind")
                    .isEmpty();
        }
    }

    private void completeEverything() {
        while (server.settle() || registry.pending() > 0) {
            registry.completeAll();
        }
    }

    /** Returns a session that is open or ended; a new one if there is none. */
    private Session sessionOf(List<CompletableFuture<LoginResult>> logins, Random random) {
        List<Session> sessions = logins.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .filter(LoginResult.LoggedIn.class::isInstance)
                .map(result -> ((LoginResult.LoggedIn) result).session())
                .toList();
        if (sessions.isEmpty()) {
            registry.delay(false);
            Session session = server.loginBrowser("first" + logins.size()).session();
            registry.delay(true);
            logins.add(CompletableFuture.completedFuture(new LoginResult.LoggedIn(session)));
            return session;
        }
        return sessions.get(Math.max(0, sessions.size() - 1 - random.nextInt(6)));
    }

    private ResumeToken tokenOfAUserThatHasLeft(String name) {
        TestSession session = server.loginBrowser(name);
        session.session().close(CloseCause.QUIT);
        server.settle();
        return session.session().token().orElseThrow();
    }

    private CompletableFuture<LoginResult> login(String name, @Nullable ResumeToken token) {
        return server.chatServer
                .login(LoginRequest.resumable(name, client(), token), new RecordingSubscriber())
                .toCompletableFuture();
    }

    private static ClientInfo client() {
        return new ClientInfo("browser", "websocket", "127.0.0.1");
    }

    private static Session session(CompletableFuture<LoginResult> login) {
        return ((LoginResult.LoggedIn) login.join()).session();
    }

    /** Returns the id of the user whose nickname it is; empty text if it is free. */
    private String owner(Nickname nickname) {
        return registry.now
                .find(nickname)
                .toCompletableFuture()
                .join()
                .map(NicknameRegistry.Claim::userId)
                .orElse("");
    }
}
