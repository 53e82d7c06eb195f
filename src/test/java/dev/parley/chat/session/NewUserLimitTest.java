package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.room.AdmissionLimits;
import dev.parley.chat.room.AdmissionLimits.PerAddress;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.TestChatServer.TestSession;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks the limits of new users per minute and of users who are held for their resume window. */
class NewUserLimitTest {

    private static final String ADDRESS = "192.0.2.7";
    private static final String OTHER_ADDRESS = "192.0.2.8";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MOST = 3;

    private static TestChatServer server(AdmissionLimits limits) {
        return new TestChatServer(TestChatServer.RULES.withAdmission(limits), null);
    }

    private static TestChatServer perMinute(boolean includesLoopback) {
        return server(new AdmissionLimits(0, 0, new PerAddress(MOST, includesLoopback), PerAddress.NONE));
    }

    private static TestChatServer held(int users, int usersPerAddress) {
        return server(new AdmissionLimits(users, usersPerAddress, PerAddress.NONE, PerAddress.NONE));
    }

    private static LoginRequest request(String name, String address, @Nullable ResumeToken token) {
        return LoginRequest.resumable(name, new ClientInfo("browser", "websocket", address), token);
    }

    private static void fill(TestChatServer server, String address) {
        for (int i = 0; i < MOST; i++) {
            server.login(request("user" + i, address, null));
        }
    }

    @Test
    void newUsersOfOneAddressAreLimited() {
        TestChatServer server = perMinute(false);
        fill(server, ADDRESS);

        Refusal refusal = server.loginRefused(request("ada", ADDRESS, null));

        assertThat(refusal.code()).isEqualTo("too-many-new-users");
        assertThat(refusal.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60 / MOST));
        assertThat(refusal.sentence()).startsWith("Too many new users log in from your address. Try again in ");
        assertThat(server.isOnline("ada")).isFalse();
        server.login(request("ada", OTHER_ADDRESS, null));
    }

    @Test
    void clientsWithoutTokenAreLimited() {
        TestChatServer server = perMinute(false);
        fill(server, ADDRESS);

        ClientInfo clientInfo = new ClientInfo("terminal", "framed", ADDRESS);
        assertThat(server.loginRefused(LoginRequest.autoNamed("ada", clientInfo))
                        .code())
                .isEqualTo("too-many-new-users");
        assertThat(server.loginRefused(LoginRequest.interactive("ada", clientInfo))
                        .code())
                .isEqualTo("too-many-new-users");
    }

    @Test
    void addressesOfOneNetworkShareALimit() {
        TestChatServer server = perMinute(false);
        fill(server, "2001:db8::1");

        assertThat(server.loginRefused(request("ada", "2001:db8::2", null)).code())
                .isEqualTo("too-many-new-users");
        server.login(request("ada", "2001:db8:0:1::2", null));
    }

    @Test
    void userWithATokenIsNotNew() {
        TestChatServer server = perMinute(false);
        TestSession ada = server.login(request("ada", ADDRESS, null));
        ResumeToken token = ada.session().token().orElseThrow();
        for (int i = 0; i < 3 * MOST; i++) {
            ada.session().close(CloseCause.LOST);
            ada = server.login(request("ada", ADDRESS, token));
        }
        assertThat(ada.session().token()).contains(token);
    }

    @Test
    void loopbackIsLimitedOnlyIfTheLimitIncludesIt() {
        TestChatServer exempt = perMinute(false);
        fill(exempt, LOOPBACK);
        exempt.login(request("ada", LOOPBACK, null));

        TestChatServer included = perMinute(true);
        fill(included, LOOPBACK);
        assertThat(included.loginRefused(request("ada", LOOPBACK, null)).code()).isEqualTo("too-many-new-users");
    }

    @Test
    void usersWithinTheirResumeWindowCountAgainstTheLimitOfUsers() {
        TestChatServer server = held(MOST, 0);
        TestSession ada = server.login(request("ada", ADDRESS, null));
        ada.session().close(CloseCause.LOST);
        for (int i = 1; i < MOST; i++) {
            server.login(request("user" + i, ADDRESS, null)).session().close(CloseCause.LOST);
        }

        Refusal refusal = server.loginRefused(request("eve", OTHER_ADDRESS, null));
        assertThat(refusal.code()).isEqualTo("full");
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(15));
        assertThat(server.isOnline("eve")).isFalse();

        TestSession resumed =
                server.login(request("ada", ADDRESS, ada.session().token().orElseThrow()));
        server.advanceTime(Duration.ofSeconds(15));
        assertThat(server.chatServer.userCount()).isEqualTo(1);
        server.login(request("eve", OTHER_ADDRESS, null));
        assertThat(resumed.session().user().nickname()).hasToString("ada");
    }

    @Test
    void usersWithinTheirResumeWindowCountAgainstTheLimitOfTheirAddress() {
        TestChatServer server = held(0, MOST);
        for (int i = 0; i < 1_000; i++) {
            LoginRequest request = request("user" + i, ADDRESS, null);
            if (i < MOST) {
                server.login(request).session().close(CloseCause.LOST);
            } else {
                assertThat(server.loginRefused(request).code()).isEqualTo("full-for-address");
            }
        }

        assertThat(server.chatServer.userCount()).isEqualTo(MOST);
        server.login(request("ada", OTHER_ADDRESS, null));
        server.advanceTime(Duration.ofSeconds(15));
        server.login(request("bob", ADDRESS, null));
    }

    @Test
    void userWhoQuitsDoesNotCount() {
        TestChatServer server = held(1, 1);
        for (int i = 0; i < MOST; i++) {
            server.login(request("user" + i, ADDRESS, null)).session().close(CloseCause.QUIT);
        }
        assertThat(server.chatServer.userCount()).isZero();
    }
}
