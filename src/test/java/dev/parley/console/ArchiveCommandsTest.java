package dev.parley.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.StorageException;
import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the commands that save and load the history of a room. */
class ArchiveCommandsTest {

    private static final String HEADER = "{\"parley\":\"room\",\"version\":1,\"room\":\"tea\",\"topic\":\"\"}";

    @TempDir
    private Path folder;

    private final ConsoleFixture consoleFixture = new ConsoleFixture();
    private final ConsoleFixture otherServer = new ConsoleFixture();

    @Test
    void byteOrderMarkOfAFileIsSkipped() throws IOException {
        publishMessages();
        Path file = folder.resolve("lobby.jsonl");
        consoleFixture.execute("/save lobby " + file);
        Files.writeString(file, "\ufeff" + Files.readString(file, UTF_8), UTF_8);

        assertThat(otherServer.execute("/load #Lobby " + file))
                .isEqualTo("Loaded 3 messages into lobby from " + file + ".");
    }

    @Test
    void messageWithoutAVisibleCharacterIsLoaded() throws IOException {
        Path file = Files.write(
                folder.resolve("lobby.jsonl"),
                List.of(
                        HEADER,
                        "{\"position\":\"e:1\",\"at\":\"2026-01-01T00:00:00.000Z\",\"name\":\"ada\",\"text\":\"\u200b\"}"),
                UTF_8);

        assertThat(otherServer.execute("/load lobby " + file)).startsWith("Loaded 1 message into lobby");
    }

    @Test
    void savedRoomIsLoadedUnchangedOnAnotherServer() throws IOException {
        publishMessages();
        Path file = folder.resolve("my lobby.jsonl");

        assertThat(consoleFixture.execute("/save lobby " + file))
                .isEqualTo("Saved 3 messages of lobby to " + file + ".");
        assertThat(Files.readAllLines(file, UTF_8)).hasSize(4).allMatch(line -> line.startsWith("{"));
        assertThat(otherServer.execute("/load lobby " + file))
                .isEqualTo("Loaded 3 messages into lobby from " + file + ".");

        assertThat(transcript(otherServer))
                .isEqualTo(transcript(consoleFixture))
                .hasSize(3);
        assertThat(otherServer
                        .chatServer
                        .roomRegistry()
                        .find(RoomName.LOBBY)
                        .orElseThrow()
                        .summary()
                        .topic())
                .isEqualTo("all about tea");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void changedMessagesAreLoadedAsTheyAre() {
        publishMessages();
        consoleFixture.execute("/edit lobby 2 has waved");
        consoleFixture.execute("/delete lobby 3");
        Path file = folder.resolve("lobby.jsonl");
        assertThat(consoleFixture.execute("/save lobby " + file)).startsWith("Saved 3 messages");

        assertThat(otherServer.execute("/load lobby " + file)).startsWith("Loaded 3 messages");
        assertThat(otherServer.execute("/load lobby " + file)).startsWith("Nothing to load");

        assertThat(transcript(otherServer)).isEqualTo(transcript(consoleFixture));
        assertThat(otherServer.messages("lobby").stream().map(Message::state).toList())
                .isEqualTo(consoleFixture.messages("lobby").stream()
                        .map(Message::state)
                        .toList());
        assertThat(otherServer.messages("lobby").get(0).isDeleted()).isTrue();
    }

    @Test
    void secondLoadChangesNothing() {
        publishMessages();
        Path file = folder.resolve("lobby.jsonl");
        consoleFixture.execute("/save lobby " + file);
        otherServer.execute("/load lobby " + file);
        List<String> once = transcript(otherServer);

        assertThat(otherServer.execute("/load lobby " + file))
                .isEqualTo("Nothing to load: all of 3 messages are in lobby already.");
        assertThat(consoleFixture.execute("/load lobby " + file)).startsWith("Nothing to load");
        assertThat(transcript(otherServer)).isEqualTo(once);
    }

    @Test
    void secondSaveOverwritesTheFileAndALoadAddsOnlyNewMessages() {
        publishMessages();
        Path file = folder.resolve("lobby.jsonl");
        consoleFixture.execute("/save lobby " + file);
        otherServer.execute("/load lobby " + file);
        consoleFixture.execute("/say lobby one more");
        consoleFixture.execute("/save lobby " + file);

        assertThat(otherServer.execute("/load lobby " + file))
                .isEqualTo("Loaded 1 message into lobby from " + file + "; 3 messages were there already.");
        assertThat(transcript(otherServer)).isEqualTo(transcript(consoleFixture));
    }

    @Test
    void savedRoomWithTheTimesOfAWrongClockIsLoaded() throws IOException {
        Path file = folder.resolve("tea.jsonl");
        Files.write(
                file,
                IntStream.range(0, 1_203)
                        .mapToObj(i -> i == 0
                                ? HEADER
                                : message(
                                        "m" + i,
                                        i == 500
                                                ? "2999-01-01T00:00:00.000Z"
                                                : "19" + (70 + i % 7) + "-01-01T00:00:00.000Z"))
                        .toList());

        assertThat(consoleFixture.execute("/load tea " + file)).startsWith("Loaded 1,202 messages into tea");
        assertThat(consoleFixture.execute("/load tea " + file)).startsWith("Nothing to load");
    }

    @Test
    void roomWithNewerMessagesIsNotChangedAndAnotherNameIsSuggested() {
        publishMessages();
        Path file = folder.resolve("lobby.jsonl");
        consoleFixture.execute("/save lobby " + file);
        otherServer.scheduler.advanceTime(Duration.ofHours(1));
        otherServer.execute("/say lobby here already");

        assertThat(otherServer.execute("/load lobby " + file))
                .contains("Nothing was loaded into lobby:", "newer", "/load old-lobby " + file);
        assertThat(otherServer.messages("lobby")).hasSize(1);
        assertThat(otherServer.execute("/load old-lobby " + file)).startsWith("Loaded 3 messages into old-lobby");
    }

    @Test
    void largeRoomIsLoadedAndSavedWithProgress() throws IOException {
        Path file = folder.resolve("tea.jsonl");
        Files.write(
                file,
                IntStream.range(0, 10_101)
                        .mapToObj(i -> i == 0 ? HEADER : message(i % 2 == 0 ? "y" : "n", "1970-01-01T00:00:00.000Z"))
                        .toList());

        assertThat(consoleFixture.execute("/load tea " + file)).startsWith("Loaded 10,100 messages into tea");
        assertThat(consoleFixture.execute("/load tea " + file)).startsWith("Nothing to load");
        assertThat(consoleFixture.execute("/save tea " + folder.resolve("again.jsonl")))
                .startsWith("Saved 10,100 messages");
        assertThat(consoleFixture.progress)
                .contains("Loading tea: 10,000 of 10,100 messages…", "Saving tea: 10,000 messages…");
    }

    @Test
    void messageDuringALoadIsRefusedAsBusyAndSucceedsAfterwards() {
        Session ada = consoleFixture.joinLobby("ada", "192.0.2.7");
        var roomArchive = consoleFixture
                .chatServer
                .roomRegistry()
                .find(RoomName.LOBBY)
                .orElseThrow()
                .roomArchive();
        roomArchive.hold(true);
        RequestResult held = ada.publish(RoomName.LOBBY, "hello", false, null)
                .toCompletableFuture()
                .join();
        roomArchive.hold(false);

        assertThat(((Refusal) held).code()).isEqualTo("busy");
        assertThat(((Refusal) held).retryAfter()).isNotNull();
        assertThat(ada.publish(RoomName.LOBBY, "hello", false, null)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Receipt.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"at\":|not a complete JSON object",
                "[]|not a JSON object",
                "{} {}|there is text after its JSON object",
                "{\"at\":\"1970-01-01T00:00:00.000Z\",\"text\":\"x\"}|“name” is missing",
                "{\"at\":\"yesterday\",\"name\":\"ada\",\"text\":\"x\"}|“at” is no time",
                "{\"at\":\"1970-01-01T00:00:00.000Z\",\"name\":\"a b\",\"text\":\"x\"}|“name” is not a valid nickname",
                "{\"at\":\"1970-01-01T00:00:00.000Z\",\"name\":\"ada\",\"text\":\" \"}|“text” is empty",
                "{\"at\":\"1970-01-01T00:00:00.000Z\",\"name\":\"ada\",\"via\":\"fax\",\"text\":\"x\"}|“via” is none",
            })
    void invalidLineIsReportedAndNothingIsLoaded(String line, String reason) throws IOException {
        Path file = folder.resolve("tea.jsonl");
        Files.write(file, List.of(HEADER, message("fine", "1970-01-01T00:00:00.000Z"), line));

        assertThat(consoleFixture.execute("/load tea " + file))
                .startsWith("Nothing was loaded: line 3 of " + file + ": ")
                .contains(reason);
        assertThat(consoleFixture.chatServer.roomRegistry().find(new RoomName("tea")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|it is empty",
                "hello|not a complete JSON object",
                "{\"some\":\"thing\"}|not the beginning of a saved room",
                "{\"parley\":\"room\",\"version\":2,\"topic\":\"\"}|saved by a newer Parley",
            })
    void fileOfAnotherFormatIsNotLoaded(String content, String reason) throws IOException {
        Path file = Files.writeString(folder.resolve("some"), content);

        assertThat(consoleFixture.execute("/load tea " + file)).contains("Nothing was loaded: line 1 of", reason);
    }

    @Test
    void inaccessibleFileOrHistoryIsReportedInASentence() throws IOException {
        Path other = Files.writeString(folder.resolve("diary"), "dear diary");
        Path missing = folder.resolve("missing");

        assertThat(consoleFixture.execute("/save lobby " + missing.resolve("file")))
                .isEqualTo("There is no folder " + missing + ". Make it first; nothing was saved.");
        assertThat(consoleFixture.execute("/save lobby " + folder)).contains("is a folder");
        assertThat(consoleFixture.execute("/load lobby " + folder)).contains("is a folder");
        assertThat(consoleFixture.execute("/save lobby " + other)).contains("exists and is not a saved room");
        assertThat(other).hasContent("dear diary");
        assertThat(consoleFixture.execute("/load lobby " + missing))
                .isEqualTo("Nothing was loaded: there is no file " + missing + ".");
        assertThat(consoleFixture.execute("/save nowhere " + missing)).contains("There is no room");
        assertThat(consoleFixture.execute("/save lobby")).isEqualTo("Say which room and which file: /save ROOM FILE");
        assertThat(consoleFixture.execute("/load a! " + missing)).contains("A room's name has");
        consoleFixture.history.failWith(new StorageException("broken", false, new IllegalStateException()));
        assertThat(consoleFixture.execute("/save lobby " + missing)).contains("could not read its history");
        assertThat(missing).doesNotExist();
    }

    @Test
    void fullDiskIsReportedAndTheLoadSucceedsAfterwards() throws IOException {
        Path file = folder.resolve("lobby.jsonl");
        Files.write(file, List.of(HEADER, message("fine", "1970-01-01T00:00:00.000Z")));
        consoleFixture.history.failWritesWith(new StorageException("full", true, new IllegalStateException()));

        assertThat(consoleFixture.execute("/load lobby " + file))
                .contains("Nothing was loaded into lobby:", "disk is full");
        consoleFixture.history.failWritesWith(null);
        assertThat(consoleFixture.execute("/load lobby " + file)).startsWith("Loaded 1 message into lobby");
    }

    /** Publishes three messages on the first server, whose clock is a minute behind the other server's. */
    private void publishMessages() {
        otherServer.scheduler.advanceTime(Duration.ofMinutes(1));
        Session ada = consoleFixture.joinLobby("ada", "192.0.2.7");
        consoleFixture.execute("/topic lobby all about tea");
        ada.publish(RoomName.LOBBY, "hello \uD83D\uDE00\nand good evening", false, null);
        consoleFixture.scheduler.advanceTime(Duration.ofMillis(1_500));
        ada.publish(RoomName.LOBBY, "waves", true, null);
        consoleFixture.execute("/say lobby good evening");
    }

    private static String message(String text, String at) {
        return "{\"at\":\"" + at + "\",\"name\":\"ada\",\"text\":\"" + text + "\"}";
    }

    private static List<String> transcript(ConsoleFixture consoleFixture) {
        return consoleFixture.messages("lobby").stream()
                .map(ArchiveCommandsTest::line)
                .toList();
    }

    private static String line(Message message) {
        return message.position().seq() + " " + message.at() + " " + message.name() + " " + message.via() + " "
                + message.action() + " " + message.text();
    }
}
