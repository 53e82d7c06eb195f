package dev.parley.chat.search;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.ChangeRight;
import dev.parley.chat.room.DeletionDraft;
import dev.parley.chat.room.EditDraft;
import dev.parley.chat.room.EntryDraft;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the contract of {@link MessageSearch}; each implementation has a subclass. */
public abstract class MessageSearchContract {

    protected static final RoomName DEV = new RoomName("dev");
    protected static final Duration SECOND = Duration.ofSeconds(1);

    protected final ManualScheduler time = new ManualScheduler();

    private final User ada = user("ada");
    private final User bob = user("Bób");

    /** Returns the history that is searched. Messages expire after 30 days. */
    protected abstract MessageHistory history();

    /** Returns the search. */
    protected abstract MessageSearch search();

    private static User user(String name) {
        NicknamePolicy.Valid valid = (NicknamePolicy.Valid) new NicknamePolicy(10).parse(name);
        return new User(
                name + "'s identity", valid.nickname(), new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);
    }

    protected final void append(RoomName room, EntryDraft... drafts) {
        get(history().append(room, List.of(drafts)));
    }

    /** Returns a message of ada. */
    protected final EntryDraft message(String text) {
        return new MessageDraft(ada, text, false, null);
    }

    protected final void say(String... texts) {
        for (String text : texts) {
            append(DEV, message(text));
        }
    }

    protected final void edit(long target, String text) {
        append(DEV, new EditDraft(ada, "terminal", target, text, ChangeRight.ofAuthor(null), null));
    }

    protected final void delete(long target) {
        append(DEV, new DeletionDraft(ada, "terminal", target, ChangeRight.ofAuthor(null), null));
    }

    /** Returns the result of a search one second later. */
    protected final SearchResult result(String typed, int most) {
        time.advanceTime(SECOND);
        SearchQuery query = Objects.requireNonNull(
                new SearchParser(ZoneOffset.UTC).parse(typed).query());
        return get(search().search(query, most, room -> true));
    }

    @Test
    void roomThatIsNotVisibleIsNeitherSearchedNorCounted() {
        append(new RoomName("open"), new MessageDraft(ada, "tea for all", false, null));
        say("tea 1", "tea 2", "tea 3");
        time.advanceTime(SECOND);
        SearchQuery query = Objects.requireNonNull(
                new SearchParser(ZoneOffset.UTC).parse("tea").query());

        SearchResult result = get(search().search(query, 1, room -> !room.equals(DEV)));

        assertThat(result.hits()).extracting(SearchHit::excerpt).containsExactly("tea for all");
        assertThat(result.notes()).isEmpty();
    }

    protected final List<String> find(String typed) {
        return result(typed, 100).hits().stream().map(SearchHit::excerpt).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tea|green Tea|teatime",
                "TEA|green tea!|steam",
                "cafe|Un café|cafeteria",
                "café|cafe|cafes",
                "straße|die Straße|Straßen",
                "green tea|tea, green|green",
                "\"en te\"|green tea|tea",
                "\"een\"|green|tea",
                "“en te”|green tea|tea",
                "tea \"ee\"|tea tree|teas tree",
                "c \"two words\"|in C, two words|in cc, two words",
                "ice-cream|ice cream|cream ice",
                "東京|私は東京に行く|京都",
                "東京に行|私は東京に行く|東京",
                "👍|fine 👍|fine",
                "привет|Привет, мир|приветы",
                "ok|ok then|okay",
                "ΟΔΟΣ|η οδος|οδό",
                "\"ΔΟΣ \"|η οδος είναι|οδό",
                "\"poſt\"|a post|pot",
                "\"abc\u0338def\"|abc\u0338def|abcxdef",
                "\"fold up\" tea|tea, fold up|tea old, fo ld u, d up",
                "\"\uE000\uE001\uE002\"|a \uE000\uE001\uE002|\uE000 \uE001\uE002",
            })
    void termFindsWholeWordsAndAQuotedPartFindsAnyPlace(String typed, String found, String other) {
        say(other, found);

        assertThat(find(typed)).containsExactly(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tea OR coffee",
                "tea NOT green",
                "tea*",
                "text:tea",
                "NEAR(tea green)",
                "tea AND",
                "(tea",
                "tea'; DROP TABLE entry; --",
                "\"tea",
                "^tea",
                "-tea -green -coffee zzz",
                "{text} : tea",
                "tea\u0000 green zzz",
                "%",
                "_",
            })
    void noCharacterOfAQueryIsSyntax(String typed) {
        say("green tea", "coffee");

        assertThat(find(typed)).doesNotContain("coffee").isSubsetOf("green tea");
        assertThat(find("coffee")).containsExactly("coffee");
    }

    @Test
    void conditionsApplyTogether() {
        append(RoomName.LOBBY, new MessageDraft(bob, "tea in the lobby", false, null));
        time.advanceTime(SECOND);
        append(DEV, new MessageDraft(bob, "tea of bob", false, null));
        time.advanceTime(Duration.ofDays(2));
        say("tea of ada");

        assertThat(find("tea")).containsExactly("tea of ada", "tea of bob", "tea in the lobby");
        assertThat(find("tea from:ADA")).containsExactly("tea of ada");
        assertThat(find("tea from:bob in:dev")).containsExactly("tea of bob");
        assertThat(find("from:bob")).containsExactly("tea of bob", "tea in the lobby");
        assertThat(find("in:lobby")).containsExactly("tea in the lobby");
        assertThat(find("tea before:2026-11-22")).containsExactly("tea of bob", "tea in the lobby");
        assertThat(find("tea after:2026-11-21")).containsExactly("tea of ada");
        assertThat(find("tea after:2026-11-19 before:2026-11-21 in:dev")).containsExactly("tea of bob");
        assertThat(find("after:2026-11-20")).containsExactly("tea of ada");
        assertThat(find("\"of b\" in:dev")).containsExactly("tea of bob");
        assertThat(find("\"tea\" from:bob in:lobby")).containsExactly("tea in the lobby");
        assertThat(find("\"tea\" from:ADA")).containsExactly("tea of ada");
        assertThat(find("\"tea\" in:dev")).containsExactly("tea of ada", "tea of bob");
        assertThat(find("tea in:nowhere")).isEmpty();
        assertThat(find("tea from:cyd")).isEmpty();
    }

    @Test
    void editsAndDeletionsFollowWithinASecond() {
        say("first tea", "second tea", "third tea");
        assertThat(find("tea")).hasSize(3);
        edit(1, "first coffee");
        delete(2);

        assertThat(find("tea")).containsExactly("third tea");
        assertThat(find("\"tea\"")).containsExactly("third tea");
        assertThat(find("coffee")).containsExactly("first coffee");
        edit(1, "first tea again");
        assertThat(find("tea")).containsExactly("third tea", "first tea again");
        assertThat(find("coffee")).isEmpty();
    }

    @Test
    void expiredMessagesAndDeletedRoomsDisappear() {
        say("old tea");
        append(RoomName.LOBBY, new MessageDraft(ada, "lobby tea", false, null));
        assertThat(find("tea")).hasSize(2);
        time.advanceTime(Duration.ofDays(31));
        say("new tea");
        get(history().prune(time.clock().instant()));
        assertThat(find("tea")).containsExactly("new tea");

        get(history().deleteRoom(DEV));
        assertThat(find("tea")).isEmpty();
        say("tea in a new room");
        assertThat(find("tea")).containsExactly("tea in a new room");
    }

    @Test
    void newestAreFirstAndMoreAreAnnounced() {
        say("tea 1", "tea 2", "tea 3");
        SearchResult result = result("tea", 2);

        assertThat(result.hits()).extracting(SearchHit::excerpt).containsExactly("tea 3", "tea 2");
        assertThat(result.notes()).containsExactly(SearchResult.Note.MORE);
        assertThat(result("tea", 3).notes()).isEmpty();
        SearchHit hit = result.hits().get(0);
        assertThat(hit.room()).isEqualTo(DEV);
        assertThat(hit.name()).isEqualTo("ada");
        assertThat(hit.position().seq()).isEqualTo(3);
        assertThat(hit.marks()).containsExactly(new SearchHit.Mark(0, 3));
    }
}
