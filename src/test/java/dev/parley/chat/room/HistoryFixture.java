package dev.parley.chat.room;

import static dev.parley.chat.room.Stages.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Provides a history under test, two users and two rooms. */
public abstract class HistoryFixture {

    static final RoomName ROOM = RoomName.LOBBY;
    static final RoomName OTHER = new RoomName("other");
    static final int ALL = Integer.MAX_VALUE;

    protected final ManualScheduler time = new ManualScheduler();

    final User ada = user("ada");
    final User bob = user("bob");

    MessageHistory messageHistory;

    /** Creates an empty history with these limits for pruning (zero: no limit) and the clock of {@link #time}. */
    protected abstract MessageHistory createHistory(Duration retention, int maxMessages);

    final List<MessageHistory.AppendedDraft> append(RoomName room, MessageDraft... messageDrafts) {
        return get(messageHistory.append(room, List.of(messageDrafts)));
    }

    static MessageDraft draft(User user, String text) {
        return new MessageDraft(user, text, false, null);
    }

    static MessageDraft draft(User user, String reference, String text) {
        return new MessageDraft(user, text, false, new Reference(reference));
    }

    static Message stored(MessageHistory.AppendedDraft appendedDraft, boolean repeated) {
        assertThat(appendedDraft).isInstanceOf(MessageHistory.Stored.class);
        assertThat(((MessageHistory.Stored) appendedDraft).repeated()).isEqualTo(repeated);
        return ((MessageHistory.Stored) appendedDraft).message();
    }

    final Instant now() {
        return time.clock().instant();
    }

    final MessageDraft[] numberedDrafts(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> draft(ada, Integer.toString(i)))
                .toArray(MessageDraft[]::new);
    }

    final List<Message> all() {
        return get(messageHistory.after(ROOM, 0, ALL, ALL)).messages();
    }

    static MessageHistory.StoredRoom storedRoom(RoomName room, String topic, boolean blank, @Nullable String creator) {
        return new MessageHistory.StoredRoom(room, topic, blank, creator, Instant.EPOCH);
    }

    final List<MessageHistory.StoredRoom> roomsWithoutTimes() {
        return get(messageHistory.rooms()).stream()
                .map(room -> storedRoom(room.room(), room.topic(), room.blank(), room.creator()))
                .toList();
    }

    static List<String> texts(MessageHistory.Page page) {
        return page.messages().stream().map(Message::text).toList();
    }

    static long bytes(MessageHistory.Page page) {
        return page.messages().stream()
                .mapToLong(message -> message.text().getBytes(UTF_8).length)
                .sum();
    }

    static User user(String name) {
        NicknamePolicy.Valid valid = (NicknamePolicy.Valid) new NicknamePolicy(10).parse(name);
        return new User(
                name + "'s identity", valid.nickname(), new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);
    }
}
