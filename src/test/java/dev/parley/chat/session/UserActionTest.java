package dev.parley.chat.session;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.moderation.Actor;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.OperatorCode;
import dev.parley.chat.moderation.Sanction.Kind;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attempts every action as a user without a sanction, a muted one, and banned ones. */
class UserActionTest {

    private static final String ADDRESS = "192.0.2.7";
    private static final Nickname BOB = Nickname.of("bob");
    private static final RoomName GAMES = RoomName.parse("games").orElseThrow();
    private static final RoomName NEW = RoomName.parse("new").orElseThrow();
    private static final ReplayFrom NOTHING = new ReplayFrom.Last(0);

    private final TestChatServer server = new TestChatServer();
    private final SanctionEnforcer enforcer = server.chatServer.sanctionEnforcer();
    private final TestSession ada = server.join(server.joinLobby("ada"), GAMES, NOTHING);
    private final TestSession bob = server.join(server.login(request("bob", null)), RoomName.LOBBY, NOTHING);
    private final Session session = bob.session();
    private final ResumeToken token = session.token().orElseThrow();

    /** Each attempt returns the code of the refusal. An action without an attempt fails the test. */
    private final Map<UserAction, Supplier<Optional<String>>> attempts = Map.ofEntries(
            entry(UserAction.CONNECT, () -> enforcer.checkAddress(ADDRESS).map(DisconnectReason::code)),
            entry(UserAction.LOG_IN, () -> login("bob", token)),
            entry(UserAction.CHOOSE_NICKNAME, this::chooseNickname),
            entry(
                    UserAction.SET_ABSENCE,
                    () -> refused(server.chatServer.absences().set(session, "lunch"))),
            entry(UserAction.JOIN_ROOM, () -> code(session.join(GAMES, NOTHING))),
            entry(UserAction.CREATE_ROOM, () -> code(session.join(NEW, NOTHING))),
            entry(UserAction.PUBLISH, () -> code(session.publish(RoomName.LOBBY, "hello", false, null))),
            entry(UserAction.EDIT_MESSAGE, () -> changed(requests -> requests.edit(RoomName.LOBBY, 1, "x", null))),
            entry(UserAction.DELETE_MESSAGE, () -> changed(requests -> requests.delete(RoomName.LOBBY, 1, null))),
            entry(UserAction.REACT, () -> changed(requests -> requests.react(RoomName.LOBBY, 1, "👍", false, null))),
            entry(UserAction.PUBLISH_IN_LOCKED_ROOM, this::publishInLockedRoom),
            entry(UserAction.PUBLISH_TYPING, this::typing),
            entry(UserAction.SEND_DIRECT, () -> code(session.sendDirect("ada", "hello", null))),
            entry(UserAction.CREATE_PRIVATE_ROOM, this::createPrivateRoom),
            entry(UserAction.INVITE, this::invite),
            entry(UserAction.RECEIVE_DIRECT, () -> refused(session.subscribeDirect(NOTHING))),
            entry(
                    UserAction.RUN_COMMAND,
                    () -> session.tryAcquireCommandPermit().map(Refusal::code)),
            entry(UserAction.BECOME_OPERATOR, this::becomeOperator),
            entry(UserAction.RUN_OPERATOR_COMMAND, this::runOperatorCommand),
            entry(
                    UserAction.READ_HISTORY,
                    () -> refused(
                            server.chatServer.bearerAuthenticator().check(UserAction.READ_HISTORY, token, ADDRESS))),
            entry(
                    UserAction.FIND_ROOMS,
                    () -> refused(
                            server.chatServer.bearerAuthenticator().check(UserAction.FIND_ROOMS, token, ADDRESS))),
            entry(UserAction.LIST_USERS, () -> withToken(UserAction.LIST_USERS)),
            entry(UserAction.READ_STREAM, () -> withToken(UserAction.READ_STREAM)),
            entry(UserAction.SEARCH_MESSAGES, this::search),
            entry(
                    UserAction.UPLOAD_FILE,
                    () -> refused(
                            server.chatServer.bearerAuthenticator().check(UserAction.UPLOAD_FILE, token, ADDRESS))),
            entry(
                    UserAction.DOWNLOAD_FILE,
                    () -> enforcer.check(UserAction.DOWNLOAD_FILE, Actor.at(ADDRESS))
                            .map(Refusal::code)),
            entry(
                    UserAction.READ_USER_COUNT,
                    () -> enforcer.check(UserAction.READ_USER_COUNT, Actor.at(ADDRESS))
                            .map(Refusal::code)));

    @ParameterizedTest
    @EnumSource
    void userWithoutASanctionMayDoIt(UserAction action) {
        assertThat(attempt(action)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void bannedAddressMayNotDoIt(UserAction action) {
        enforcer.ban(ADDRESS, null);

        assertThat(attempt(action)).hasValue("banned");
    }

    @ParameterizedTest
    @EnumSource
    void bannedUserMayNotDoIt(UserAction action) {
        enforcer.impose(Kind.BAN, BOB, null);

        assertThat(attempt(action)).hasValue("banned");
    }

    @ParameterizedTest
    @EnumSource
    void mutedUserMayReadOnly(UserAction action) {
        enforcer.impose(Kind.MUTE, BOB, null);

        assertThat(attempt(action)).isEqualTo(action.isAllowedWhileMuted() ? Optional.empty() : Optional.of("muted"));
    }

    /** Changes a message that does not exist, which a user without a sanction may try. */
    private Optional<String> changed(Function<MessageRequests, CompletionStage<RequestResult>> change) {
        return code(change.apply(session.messageRequests())).filter(code -> !code.equals("no-such-message"));
    }

    @ParameterizedTest
    @EnumSource(names = {"PUBLISH_IN_LOCKED_ROOM", "RUN_OPERATOR_COMMAND"})
    void userWhoIsNoOperatorMayNotDoIt(UserAction action) {
        assertThat(enforcer.check(action, Actor.at(ADDRESS)).map(Refusal::code))
                .hasValue(action == UserAction.PUBLISH_IN_LOCKED_ROOM ? "room-locked" : "operators-only");
    }

    private Optional<String> becomeOperator() {
        OperatorCode code = server.get(server.chatServer.operators().createCode(Operator.CONSOLE));
        OperatorLogin login = new OperatorLogin(ServerPassword.NONE, server.scheduler, System::nanoTime);
        return refused(login.login(session, code.text()));
    }

    private Optional<String> runOperatorCommand() {
        server.chatServer.moderation().setOperators(Set.of(session.user().id()));
        return server.chatServer.operators().check(session).map(Refusal::code);
    }

    private Optional<String> createPrivateRoom() {
        return server.get(server.chatServer.roomAccess().create(session, new RoomName("vault")))
                        instanceof RoomAccess.Refused refused
                ? Optional.of(refused.refusal().code())
                : Optional.empty();
    }

    private Optional<String> invite() {
        Invites.Result result = server.get(
                server.chatServer.roomAccess().invites().create(session, RoomName.LOBBY, Duration.ofHours(1)));
        return result instanceof Invites.Refused refused
                ? Optional.of(refused.refusal().code())
                : Optional.empty();
    }

    private Optional<String> publishInLockedRoom() {
        server.chatServer.moderation().setOperators(Set.of(session.user().id()));
        Room lobby = server.chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow();
        server.get(
                lobby.attributes().changeSettings(settings -> settings.withLocked(true), server.chatServer.operator()));
        return code(session.publish(RoomName.LOBBY, "hello", false, null));
    }

    private Optional<String> attempt(UserAction action) {
        assertThat(attempts).containsKey(action);
        return attempts.get(action).get();
    }

    /** Another nickname is refused alike to a user who is online and to one who logs in from the same address. */
    private Optional<String> chooseNickname() {
        Optional<String> code = refused(session.rename("HELLO"));
        assertThat(login("HEY", null)).isEqualTo(code);
        return code;
    }

    /** A notice has no answer, so its refusal is that others do not receive it. */
    private Optional<String> typing() {
        session.typing(RoomName.LOBBY);
        server.settle();
        boolean received =
                !ada.recordingSubscriber().received(RoomEvent.Typing.class).isEmpty();
        return received ? Optional.empty() : code(session.publish(RoomName.LOBBY, "hello", false, null));
    }

    private Optional<String> search() {
        Refusal refusal = server.get(server.chatServer.messageSearches().search(session, "hello", 1))
                .refusal();
        return Optional.ofNullable(refusal).map(Refusal::code);
    }

    private Optional<String> login(String name, ResumeToken shown) {
        LoginResult result = server.get(server.chatServer.login(request(name, shown), bob.recordingSubscriber()));
        return result instanceof LoginResult.Refused refused
                ? Optional.of(refused.refusal().code())
                : Optional.empty();
    }

    private Optional<String> code(CompletionStage<?> stage) {
        return server.get(stage) instanceof Refusal refusal ? Optional.of(refusal.code()) : Optional.empty();
    }

    private Optional<String> refused(CompletionStage<Optional<Refusal>> stage) {
        return server.get(stage).map(Refusal::code);
    }

    private static LoginRequest request(String name, ResumeToken token) {
        return LoginRequest.resumable(name, new ClientInfo("browser", "websocket", ADDRESS), token);
    }

    private Optional<String> withToken(UserAction action) {
        return server.get(server.chatServer.bearerAuthenticator().authenticate(token.secret(), ADDRESS))
                .orElseThrow()
                .check(action)
                .map(Refusal::code);
    }
}
