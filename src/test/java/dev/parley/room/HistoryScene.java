package dev.parley.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.people.NameRules;
import dev.parley.people.Origin;
import dev.parley.people.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** A history to be tested, two people and two rooms. */
abstract class HistoryScene {

    static final RoomName ROOM = RoomName.LOBBY;
    static final RoomName OTHER = new RoomName("other");
    static final int ALL = Integer.MAX_VALUE;

    protected final ManualAlarms time = new ManualAlarms();

    final Person ada = person("ada");
    final Person bob = person("bob");

    History history;

    /** A history that keeps so much on pruning, zero meaning everything; empty, and going by {@link #time}. */
    protected abstract History keeping(Duration retention, int most);

    final List<History.Entry> append(RoomName room, Draft... drafts) {
        return history.append(room, List.of(drafts));
    }

    static Draft says(Person person, String text) {
        return new Draft(person, text, false, null);
    }

    static Draft refers(Person person, String reference, String text) {
        return new Draft(person, text, false, new Reference(reference));
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

    static Person person(String name) {
        NameRules.Good good = (NameRules.Good) new NameRules(10).read(name);
        return new Person(
                name + "'s identity", good.name(), new Origin("terminal", "line", "127.0.0.1"), Instant.EPOCH);
    }
}
