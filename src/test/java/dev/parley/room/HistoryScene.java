package dev.parley.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** A history to be tested, two people and two rooms. */
public abstract class HistoryScene {

    static final RoomName ROOM = RoomName.LOBBY;
    static final RoomName OTHER = new RoomName("other");
    static final int ALL = Integer.MAX_VALUE;

    protected final ManualAlarms time = new ManualAlarms();

    final User ada = user("ada");
    final User bob = user("bob");

    History history;

    /** A history that keeps so much on pruning, zero meaning everything; empty, and going by {@link #time}. */
    protected abstract History keeping(Duration retention, int most);

    final List<History.Entry> append(RoomName room, Draft... drafts) {
        return history.append(room, List.of(drafts));
    }

    static Draft says(User user, String text) {
        return new Draft(user, text, false, null);
    }

    static Draft refers(User user, String reference, String text) {
        return new Draft(user, text, false, new Reference(reference));
    }

    static Message stored(History.Entry entry, boolean repeated) {
        assertThat(entry).isInstanceOf(History.Stored.class);
        assertThat(((History.Stored) entry).repeated()).isEqualTo(repeated);
        return ((History.Stored) entry).message();
    }

    final Instant now() {
        return time.clock().instant();
    }

    final Draft[] numbered(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> says(ada, Integer.toString(i)))
                .toArray(Draft[]::new);
    }

    final List<Message> all() {
        return history.after(ROOM, 0, ALL, ALL).messages();
    }

    static List<String> texts(History.Page page) {
        return page.messages().stream().map(Message::text).toList();
    }

    static long bytes(History.Page page) {
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
