package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link History#restore} promises, for whatever implements it. */
public abstract class RestoringContract extends HistoryScene {

    private static final Instant THEN = Instant.parse("2020-02-02T20:20:02.020Z");

    @Test
    void whatIsPutBackStandsThereInItsOrderWithItsTimeAndAuthor() {
        history = keeping(Duration.ZERO, 0);
        History.Restored restored =
                history.restore(ROOM, List.of(saved(0, "ada", "hello"), saved(7, "Server", "good evening")));

        assertThat(restored.messages()).isEqualTo(all()).hasSize(2);
        assertThat(restored.late()).isNull();
        Message first = all().get(0);
        assertThat(first.at()).isEqualTo(THEN);
        assertThat(first.name()).isEqualTo("ada");
        assertThat(first.via()).isEqualTo("browser");
        assertThat(first.reference()).isNull();
        assertThat(all()).extracting(message -> message.position().seq()).containsExactly(1L, 2L);
        assertThat(all().get(1).text()).isEqualTo("good evening");
        assertThat(history.open(ROOM).head()).isEqualTo(2);
        assertThat(history.restore(OTHER, List.of()).messages()).isEmpty();
    }

    @Test
    void whatIsThereAlreadyIsLeftOut() {
        history = keeping(Duration.ZERO, 0);
        history.restore(ROOM, List.of(saved(0, "ada", "one"), saved(1, "ada", "two")));
        History.Restored again = history.restore(
                ROOM,
                List.of(
                        saved(0, "ada", "one"),
                        saved(1, "ada", "two"),
                        saved(1, "bob", "two"),
                        saved(2, "ada", "three")));

        assertThat(again.messages()).extracting(Message::text).containsExactly("two", "three");
        assertThat(all()).extracting(Message::text).containsExactly("one", "two", "two", "three");
    }

    @Test
    void whatWasPostedHereIsKnownAgainHoweverMuchThereIs() {
        history = keeping(Duration.ZERO, 0);
        for (int i = 0; i < 30; i++) {
            append(ROOM, says(ada, "m" + i), says(ada, "again"), says(ada, "again"), says(bob, "again"));
            time.pass(Duration.ofMillis(i % 3));
        }
        List<Message> before = all();

        History.Restored restored = history.restore(ROOM, asSaved(before));

        assertThat(restored.messages()).isEmpty();
        assertThat(restored.late()).isNull();
        assertThat(all()).isEqualTo(before);
    }

    @Test
    void severalThatAreTheSameAreAsManyAsTheyWere() {
        history = keeping(Duration.ZERO, 0);
        List<Saved> three = List.of(
                saved(0, "ada", "y"),
                saved(0, "ada", "y").repeated(2),
                saved(0, "ada", "y").repeated(3));
        history.restore(ROOM, three.subList(0, 2));
        history.restore(ROOM, three);
        history.restore(ROOM, three.subList(2, 3));

        assertThat(all()).extracting(Message::text).containsExactly("y", "y", "y");
    }

    @Test
    void nothingIsPutBeforeWhatIsThere() {
        history = keeping(Duration.ZERO, 0);
        history.restore(ROOM, List.of(saved(5, "ada", "later")));
        Saved early = saved(4, "bob", "early");

        History.Restored restored = history.restore(ROOM, List.of(early, saved(9, "bob", "last")));

        assertThat(restored.late()).isEqualTo(early);
        assertThat(restored.messages()).isEmpty();
        assertThat(all()).extracting(Message::text).containsExactly("later");
    }

    @Test
    void whatIsPostedNextGoesOnBehindIt() {
        history = keeping(Duration.ZERO, 0);
        history.restore(ROOM, List.of(saved(0, "ada", "one")));
        Message next = stored(append(ROOM, says(bob, "two")).get(0), false);

        assertThat(next.position().seq()).isEqualTo(2);
        assertThat(next.at()).isAfter(THEN);
    }

    private static Saved saved(int millis, String name, String text) {
        return new Saved(THEN.plusMillis(millis), name, "browser", text, false, 1);
    }

    /** As they are after having been written down: each with its repetition among those that are the same. */
    private static List<Saved> asSaved(List<Message> messages) {
        List<Saved> saved = new ArrayList<>();
        for (Message message : messages) {
            Saved once = new Saved(message.at(), message.name(), message.via(), message.text(), message.action(), 1);
            long before = saved.stream()
                    .filter(other -> other.likeness().equals(once.likeness()))
                    .count();
            saved.add(once.repeated((int) before + 1));
        }
        return saved;
    }
}
