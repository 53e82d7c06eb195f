package dev.parley.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.AbsenceRefusals;
import dev.parley.chat.room.AccessRefusals;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.session.OperatorLogin;
import dev.parley.chat.session.TestChatServer;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.protocol.api.DisconnectCodes;
import dev.parley.protocol.api.RefusalCodes;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks the codes of sentences against the commands that build them, and against the German ones. */
class ReplyCodesTest {

    private final TestChatServer server = new TestChatServer();
    private final TestSession ada = server.joinLobby("ada");
    private final TestSession bob = server.joinLobby("bob");
    private final CommandRegistry<CommandSender> registry = UserCommands.registry(
            new OperatorLogin(ServerPassword.NONE, server.scheduler, System::nanoTime),
            new InviteLinks(() -> "https://chat.example/"));
    private final Set<String> seen = new TreeSet<>();

    /** Checks that a line of the reply has this code. */
    private void run(TestSession user, String line, String code) {
        CompletionStage<Reply> pending = registry.run(new LobbySender(user.session()), line);
        server.settle();
        server.advanceTime(Duration.ofSeconds(1));
        Reply reply = server.get(pending);
        Set<String> codes = reply.lines().stream()
                .map(ReplyCodes::of)
                .flatMap(Optional::stream)
                .map(ReplyCodes.Coded::code)
                .collect(Collectors.toSet());
        assertThat(codes).as("%s: %s", line, reply.lines()).contains(code);
        seen.addAll(codes);
    }

    private void sentence(String sentence, String code) {
        assertThat(ReplyCodes.of(sentence).map(ReplyCodes.Coded::code))
                .as(sentence)
                .contains(code);
        seen.add(code);
    }

    private static Properties table(String file) throws IOException {
        Properties table = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources", file))) {
            table.load(reader);
        }
        return table;
    }

    @Test
    void everyCodeIsThatOfASentenceOfTheServer() throws IOException {
        commandsOfUsers();
        commandsOfOperators();
        refusals();
        listsOfManyUsersAndRooms();

        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(table("replies.properties").stringPropertyNames());
    }

    private void commandsOfUsers() {
        run(ada, "/help frobnicate", "unknown-command");
        run(ada, "/help whoo", "unknown-command-near");
        run(ada, "/frobnicate", "unknown-command-text");
        run(ada, "/whoo bob", "unknown-command-near-text");
        run(ada, "/who bob", "who-one");
        run(ada, "/who eve", "who-no-such-user");
        run(ada, "/invites", "invite-none");
        server.get(registry.run(new LobbySender(ada.session()), "/invite"));
        run(ada, "/invites", "invite-line");
        run(ada, "/invite revoke 1", "invite-ended");
        run(ada, "/invite revoke 1", "invite-unknown");
        run(ada, "/invite revoke", "usage-invite-revoke");
        run(ada, "/invite lobby forever", "usage-invite");
        run(ada, "/invite lobby 5", "invite-created");
        run(ada, "/private vault", "private-created");
        run(bob, "/private vault", "refusal-room-exists");
        run(ada, "/rooms nothing", "rooms-none");
        run(ada, "/nick", "nick-is");
        run(ada, "/nick adam", "nick-changed");
        run(ada, "/away", "away-not");
        run(ada, "/away lunch", "away-set");
        run(bob, "/who", "who-away");
        run(bob, "/who adam", "who-one-away");
        run(ada, "/away", "away-ended");
        sentence("bob is away: lunch", "away-notice");
        run(ada, "/me", "usage-me");
        run(ada, "/msg", "usage-msg");
        run(ada, "/last 0", "usage-last");
        run(ada, "/edit", "usage-edit");
        run(ada, "/delete 0", "usage-delete");
        run(ada, "/reply 0", "usage-reply");
        run(ada, "/react 0", "usage-react");
        run(ada, "/op", "usage-op");
        run(bob, "/edit better", "no-own-message");
        run(ada, "/delete 200", "refusal-no-such-message");
        run(ada, "/msg eve hello", "refusal-no-such-person");
        run(ada, "/who #tea", "refusal-not-in-room");
        run(ada, "/nick a b", "refusal-name-spaces");
        run(ada, "/nick bob", "refusal-name-taken");
        run(ada, "/nick b\u043eb", "refusal-name-similar");
        server.publish(ada, "one");
        run(ada, "/reply 1 " + "a\n".repeat(150), "refusal-message-too-many-lines");
        run(ada, "/kick bob", "refusal-operators-only");
        server.advanceTime(Duration.ofMinutes(7));
        run(ada, "/who", "who-idle");
        run(ada, "/who bob", "who-one-idle");
    }

    private void commandsOfOperators() {
        String code = server.get(server.chatServer.operators().createCode(Operator.CONSOLE))
                .text();
        run(ada, "/op " + code, "op-granted");
        run(ada, "/kick", "usage-kick");
        server.get(registry.run(new LobbySender(bob.session()), "/invite"));
        run(ada, "/invites", "invite-line-by");
        run(ada, "/topic", "usage-topic");
        run(ada, "/announce", "usage-announce");
        run(ada, "/close", "usage-close");
        run(ada, "/unban", "banned-none");
        run(ada, "/unmute", "muted-none");
        run(ada, "/unban eve", "not-banned");
        run(ada, "/unmute eve", "not-muted");
        server.get(registry.run(new LobbySender(ada.session()), "/mute bob"));
        run(ada, "/unmute bob", "unmuted");
        server.get(registry.run(new LobbySender(ada.session()), "/ban eve"));
        run(ada, "/unban eve", "unbanned");
        run(ada, "/topic lobby tea", "topic-set");
        run(ada, "/topic lobby", "topic-removed");
        run(ada, "/announce hello", "announced-one");
        run(ada, "/close lobby", "close-lobby");
        run(ada, "/close nowhere", "refusal-no-such-room");
        server.join(bob, RoomName.parse("tea").orElseThrow(), new ReplayFrom.Last(0));
        run(ada, "/announce hello", "announced");
        run(ada, "/close tea", "close-confirm-one");
        server.join(ada, RoomName.parse("tea").orElseThrow(), new ReplayFrom.Last(0));
        run(ada, "/close tea", "close-confirm");
        run(ada, "/close tea yes", "closed");
        server.publish(bob, "one");
        run(ada, "/delete lobby bob since 5", "deleted-one");
        run(ada, "/delete lobby bob since 5", "deleted");
        run(ada, "/operators add bob", "operator-code");
        run(ada, "/deop bob", "deop-not");
        String second = server.get(server.chatServer.operators().createCode(Operator.CONSOLE))
                .text();
        run(bob, "/op " + second, "op-granted");
        run(ada, "/ban bob", "refusal-operator-protected");
        run(ada, "/deop bob", "deop");
        run(ada, "/deop", "deop-self");
        sentence(String.join("", server.get(GrantCommands.all().get(0).action().run(console(), ""))), "operators-none");
        run(bob, "/kick ada", "refusal-operators-only");
        server.get(registry.run(new LobbySender(ada.session()), "/nick ada"));
        String third = server.get(server.chatServer.operators().createCode(Operator.CONSOLE))
                .text();
        run(ada, "/op " + third, "op-granted");
        run(ada, "/kick bob", "kicked");
    }

    private void listsOfManyUsersAndRooms() {
        for (int i = 1; i <= 101; i++) {
            TestSession user = server.joinLobby("user" + i);
            server.join(user, RoomName.parse("room" + i).orElseThrow(), new ReplayFrom.Last(0));
        }
        run(ada, "/who", "who-page");
        run(ada, "/rooms", "rooms-one-more");
        run(ada, "/rooms room", "rooms-found-one-more");
        server.join(ada, RoomName.parse("tea").orElseThrow(), new ReplayFrom.Last(0));
        server.join(server.joinLobby("eve"), RoomName.parse("coffee").orElseThrow(), new ReplayFrom.Last(0));
        run(ada, "/rooms", "rooms-more");
        server.join(server.joinLobby("zoe"), RoomName.parse("room102").orElseThrow(), new ReplayFrom.Last(0));
        run(ada, "/rooms room", "rooms-found-more");
    }

    private OperatorContext console() {
        return new SenderContext(new LobbySender(ada.session()));
    }

    /** The sentences of refusals that a command passes on. */
    private void refusals() {
        RoomName vault = new RoomName("vault");
        sentence(AccessRefusals.roomPrivate(vault).sentence(), "refusal-room-private");
        sentence(AccessRefusals.roomKeyWrong(vault).sentence(), "refusal-room-key-wrong");
        sentence(AccessRefusals.tooManyPrivateRooms().sentence(), "refusal-too-many-private-rooms");
        sentence(AccessRefusals.tooManyMembers(vault).sentence(), "refusal-too-many-members");
        sentence(AccessRefusals.tooManyInvites().sentence(), "refusal-too-many-invites");
        sentence(Refusal.notAuthor().sentence(), "refusal-not-author");
        sentence(Refusal.wrongOperatorCode().sentence(), "refusal-operator-code-wrong");
        sentence(Refusal.tooLate().sentence(), "refusal-too-late");
        sentence(Refusal.alreadyDeleted().sentence(), "refusal-already-deleted");
        sentence(Refusal.emojiInvalid().sentence(), "refusal-emoji-invalid");
        sentence(Refusal.tooManyReactions(20).sentence(), "refusal-too-many-reactions");
        sentence(Refusal.messageTooLong(5_000, 4_000).sentence(), "refusal-message-too-long");
        sentence(AbsenceRefusals.tooLong(201, 200).sentence(), "refusal-absence-too-long");
        sentence(Refusal.operatorsOnly(UserAction.PUBLISH_IN_LOCKED_ROOM).sentence(), "refusal-room-locked");
        sentence(Refusal.operatorsOnly(UserAction.CREATE_ROOM).sentence(), "refusal-operators-only-create");
        nickname("a".repeat(40), "refusal-name-too-long");
        nickname("!!", "refusal-name-no-letter");
        nickname("a\u0007", "refusal-name-characters");
        nickname("Server", "refusal-name-reserved");
    }

    private void nickname(String typed, String code) {
        NicknamePolicy.Result result = new NicknamePolicy(32).parse(typed);
        sentence(((NicknamePolicy.Invalid) result).problem().sentence(), code);
    }

    @Test
    void argumentsAreThePartsThatVary() {
        assertThat(ReplyCodes.of("There is no user “eve” in tea. /who lists the users."))
                .contains(new ReplyCodes.Coded("who-no-such-user", List.of("eve", "tea")));
        assertThat(ReplyCodes.of("No one is banned.")).contains(new ReplyCodes.Coded("banned-none", List.of()));
        assertThat(ReplyCodes.of("You are a now. now."))
                .contains(new ReplyCodes.Coded("nick-changed", List.of("a now.")));
        assertThat(ReplyCodes.of("You are  now.")).isEmpty();
        assertThat(ReplyCodes.of("You are now.")).isEmpty();
        assertThat(ReplyCodes.of("a sentence without a code")).isEmpty();
        assertThat(ReplyCodes.of("")).isEmpty();
    }

    @Test
    void everyCodeHasAGermanSentenceWithTheSameArguments() throws IOException {
        Properties german = table("messages_de.properties");
        Properties english = table("replies.properties");

        assertThat(german.stringPropertyNames().stream().filter(key -> key.startsWith("sentence.")))
                .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames().stream()
                        .map(code -> "sentence." + code)
                        .toList());
        english.stringPropertyNames()
                .forEach(code -> assertThat(placeholders(german.getProperty("sentence." + code)))
                        .as(code)
                        .isEqualTo(placeholders(english.getProperty(code))));
    }

    @Test
    void everyRefusalAndReasonHasAGermanSentence() throws IOException {
        Properties german = table("messages_de.properties");
        Set<String> codes = new TreeSet<>(
                Set.of("name-empty", "name-too-long", "name-invalid", "name-reserved", "name-banned", "name-taken"));
        for (Class<?> all : List.of(RefusalCodes.class, DisconnectCodes.class)) {
            for (Field field : all.getFields()) {
                codes.add(String.valueOf(value(field)));
            }
        }
        codes.remove(RefusalCodes.NICKNAME_PREFIX);

        assertThat(codes).hasSizeGreaterThan(40).allMatch(code -> german.containsKey("refusal." + code));
    }

    private static Object value(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> placeholders(String sentence) {
        return Pattern.compile("\\{\\d}")
                .matcher(sentence)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
