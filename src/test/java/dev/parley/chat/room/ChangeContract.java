package dev.parley.chat.room;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.chat.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks the contract of {@link MessageHistory} for changes of messages; each implementation has a subclass. */
public abstract class ChangeContract extends HistoryFixture {

    @BeforeEach
    void setUp() {
        messageHistory = createHistory(Duration.ZERO, 0);
    }

    private List<MessageHistory.AppendedDraft> change(EntryDraft... drafts) {
        return get(messageHistory.append(ROOM, List.of(drafts)));
    }

    private MessageHistory.AppendedDraft only(EntryDraft draft) {
        return change(draft).get(0);
    }

    private static EditDraft edit(User user, long target, String text) {
        return new EditDraft(user, "terminal", target, text, ChangeRight.ofAuthor(null), null);
    }

    private static DeletionDraft deletion(User user, long target) {
        return new DeletionDraft(user, "terminal", target, ChangeRight.ofAuthor(null), null);
    }

    private static ReactionDraft reaction(User user, long target, String emoji, boolean removes) {
        return new ReactionDraft(user, "terminal", target, emoji, removes, null);
    }

    private static MessageDraft reply(User user, String text, long target) {
        return new MessageDraft(user, "terminal", text, false, null, target);
    }

    private List<? extends LogEntry> entries() {
        return get(messageHistory.after(ROOM, 0, ALL, ALL)).entries();
    }

    private static LogEntry entry(MessageHistory.AppendedDraft appended) {
        assertThat(appended).isInstanceOf(MessageHistory.Stored.class);
        return ((MessageHistory.Stored) appended).entry();
    }

    private static @Nullable Rejection rejection(MessageHistory.AppendedDraft appended) {
        return appended instanceof MessageHistory.Rejected rejected ? rejected.reason() : null;
    }

    @Test
    void editIsAnEntryAndReplacesTheText() {
        append(ROOM, draft(ada, "the tee"), draft(bob, "hello"));
        time.advanceTime(Duration.ofMinutes(3));

        Edit edit = (Edit) entry(only(edit(ada, 1, "the tea")));

        assertThat(edit.position().seq()).isEqualTo(3);
        assertThat(edit.targetAt()).isEqualTo(all().get(0).at());
        assertThat(entries()).hasSize(3).last().isEqualTo(edit);
        assertThat(all()).extracting(Message::text).containsExactly("the tea", "hello");
        assertThat(all().get(0).state().edited()).isEqualTo(new ChangeMark("ada", edit.at()));
        assertThat(all().get(1).state()).isEqualTo(MessageState.PLAIN);
        assertThat(get(messageHistory.open(ROOM)).head()).isEqualTo(3);
    }

    @Test
    void deletionRemovesTheTextAlsoFromEarlierEdits() {
        append(ROOM, draft(ada, "secret"));
        change(edit(ada, 1, "other secret"), edit(ada, 1, "third secret"));

        Deletion deletion = (Deletion) entry(only(deletion(ada, 1)));

        assertThat(all().get(0).text()).isEmpty();
        assertThat(all().get(0).state())
                .isEqualTo(new MessageState(null, new ChangeMark("ada", deletion.at()), null, List.of()));
        assertThat(entries().toString()).doesNotContain("secret");
        assertThat(entries()).hasSize(4);
    }

    @Test
    void laterEditReplacesTheTextOfEarlierOnes() {
        append(ROOM, draft(ada, "one"));
        change(edit(ada, 1, "two"));
        change(edit(ada, 1, "three"));

        assertThat(entries().stream().filter(Edit.class::isInstance).map(entry -> ((Edit) entry).text()))
                .containsExactly("three", "three");
    }

    @Test
    void changesThatAreNotAllowedAreRejectedAndTheOthersStored() {
        append(ROOM, draft(ada, "mine"), draft(ada, "deleted"));
        append(OTHER, numberedDrafts(20));
        change(deletion(ada, 2), edit(ada, 1, "edited"));

        List<MessageHistory.AppendedDraft> results = change(
                edit(bob, 1, "not yours"),
                edit(ada, 2, "again"),
                deletion(ada, 2),
                edit(ada, 4, "a change"),
                edit(ada, 99, "the future"),
                edit(ada, 0, "before the first"),
                edit(ada, 12, "another room"),
                reaction(bob, 3, "👍", false),
                reply(bob, "to a change", 3),
                draft(bob, "stored"),
                new EditDraft(ada, "terminal", 1, "late", ChangeRight.ofAuthor(now().plusSeconds(1)), null));

        assertThat(results.stream().map(ChangeContract::rejection))
                .containsExactly(
                        Rejection.NOT_AUTHOR,
                        Rejection.ALREADY_DELETED,
                        Rejection.ALREADY_DELETED,
                        Rejection.NO_SUCH_MESSAGE,
                        Rejection.NO_SUCH_MESSAGE,
                        Rejection.NO_SUCH_MESSAGE,
                        Rejection.NO_SUCH_MESSAGE,
                        Rejection.NO_SUCH_MESSAGE,
                        Rejection.NO_SUCH_MESSAGE,
                        null,
                        Rejection.TOO_LATE);
        assertThat(entry(results.get(9)).position().seq()).isEqualTo(5);
        assertThat(all()).extracting(Message::text).containsExactly("edited", "", "stored");
    }

    @Test
    void operatorChangesTheMessageOfAnotherUser() {
        append(ROOM, draft(ada, "one"));

        only(new EditDraft(bob, "terminal", 1, "two", ChangeRight.OPERATOR, null));

        assertThat(all().get(0).text()).isEqualTo("two");
        assertThat(all().get(0).name()).isEqualTo("ada");
        assertThat(all().get(0).state().edited()).extracting(ChangeMark::by).isEqualTo("bob");
    }

    @Test
    void changeWithAReferenceIsStoredOnce() {
        append(ROOM, draft(ada, "one"));
        EditDraft edit = new EditDraft(ada, "terminal", 1, "two", ChangeRight.ofAuthor(null), new Reference("e-1"));
        ReactionDraft reaction = new ReactionDraft(ada, "terminal", 1, "👍", false, new Reference("r-1"));

        List<MessageHistory.AppendedDraft> first = change(edit, reaction);
        List<MessageHistory.AppendedDraft> second = change(edit, reaction);
        MessageHistory.AppendedDraft other =
                only(new EditDraft(ada, "terminal", 1, "three", ChangeRight.ofAuthor(null), new Reference("e-1")));

        assertThat(second)
                .containsExactly(
                        new MessageHistory.Stored(entry(first.get(0)), true),
                        new MessageHistory.Stored(entry(first.get(1)), true));
        assertThat(other).isEqualTo(new MessageHistory.Conflict());
        assertThat(entries()).hasSize(3);
    }

    @Test
    void rejectedChangeLeavesItsReferenceFree() {
        append(ROOM, draft(ada, "one"));
        Reference reference = new Reference("e-1");
        only(new EditDraft(bob, "terminal", 1, "two", ChangeRight.ofAuthor(null), reference));

        assertThat(entry(only(draft(bob, "e-1", "free"))).position().seq()).isEqualTo(2);
    }

    @Test
    void replyHasThePreviewOfItsTargetAsItIsNow() {
        append(ROOM, draft(ada, "first line\nsecond line"));

        Message stored = (Message) entry(only(reply(bob, "yes", 1)));

        assertThat(stored.state().replyTo()).isEqualTo(new ReplyTo(1, ada.id(), "ada", "first line"));
        assertThat(all().get(1)).isEqualTo(stored);
        only(edit(ada, 1, "changed"));
        assertThat(all().get(1).state().replyTo()).isEqualTo(new ReplyTo(1, ada.id(), "ada", "changed"));
        only(deletion(ada, 1));
        assertThat(all().get(1).state().replyTo()).isEqualTo(new ReplyTo(1, ada.id(), "ada", ""));
    }

    @Test
    void reactionOfAUserCountsOnce() {
        append(ROOM, draft(ada, "one"));

        Reaction first = (Reaction) entry(only(reaction(ada, 1, "👍", false)));
        List<MessageHistory.AppendedDraft> others = change(
                reaction(ada, 1, "👍", false),
                reaction(bob, 1, "👍", false),
                reaction(bob, 1, "❤️", false),
                reaction(bob, 1, "😀", true));

        assertThat(first.count()).isEqualTo(1);
        assertThat(((Reaction) entry(others.get(1))).count()).isEqualTo(2);
        assertThat(Stream.of(others.get(0), others.get(3))).containsOnly(new MessageHistory.Unchanged());
        assertThat(all().get(0).state().reactions())
                .extracting(ReactionCount::emoji, ReactionCount::count, ReactionCount::names)
                .containsExactly(tuple("👍", 2, List.of("ada", "bob")), tuple("❤️", 1, List.of("bob")));
        assertThat(((Reaction) entry(only(reaction(ada, 1, "👍", true)))).count())
                .isEqualTo(1);
        assertThat(all().get(0).state().reactions().get(0).names()).containsExactly("bob");
    }

    @Test
    void messageHasAtMostTwentyKindsOfReactionsAndTwentyNames() {
        append(ROOM, draft(ada, "one"));
        ReactionDraft[] kinds = IntStream.range(0, 21)
                .mapToObj(i -> reaction(ada, 1, Character.toString(0x1F600 + i), false))
                .toArray(ReactionDraft[]::new);
        ReactionDraft[] users = IntStream.range(0, 25)
                .mapToObj(i -> reaction(user("u" + i), 1, Character.toString(0x1F600), false))
                .toArray(ReactionDraft[]::new);

        List<MessageHistory.AppendedDraft> results = change(kinds);
        change(users);

        assertThat(results.subList(0, 20)).allMatch(MessageHistory.Stored.class::isInstance);
        assertThat(rejection(results.get(20))).isEqualTo(Rejection.TOO_MANY_REACTIONS);
        ReactionCount first = all().get(0).state().reactions().get(0);
        assertThat(first.count()).isEqualTo(26);
        assertThat(first.names()).hasSize(20).startsWith("ada", "u0").endsWith("u18");
    }

    @Test
    void deletionRemovesReactions() {
        append(ROOM, draft(ada, "one"));
        change(reaction(bob, 1, "👍", false), deletion(ada, 1));

        assertThat(all().get(0).state().reactions()).isEmpty();
    }

    @Test
    void pagesOfMessagesHaveNoChanges() {
        append(ROOM, numberedDrafts(5));
        change(IntStream.range(0, 50)
                .mapToObj(i -> reaction(user("u" + i), 1, "👍", false))
                .toArray(ReactionDraft[]::new));
        append(ROOM, draft(ada, "last"));

        assertThat(texts(get(messageHistory.messagesBefore(ROOM, ALL, 3)))).containsExactly("4", "5", "last");
        assertThat(get(messageHistory.messagesBefore(ROOM, 56, 2)).entries()).hasSize(2);
        assertThat(texts(get(messageHistory.messagesAfter(ROOM, 4, ALL, 2)))).containsExactly("5", "last");
        assertThat(get(messageHistory.before(ROOM, ALL, 3)).entries()).hasSize(3);
    }

    @Test
    void changeIsReadWhenItsMessageHasExpired() {
        messageHistory = createHistory(Duration.ZERO, 2);
        append(ROOM, draft(ada, "one"));
        change(reaction(bob, 1, "👍", false), edit(ada, 1, "two"), reply(bob, "yes", 1));

        get(messageHistory.prune(now()));

        assertThat(entries()).hasSize(2);
        assertThat(entries().get(0)).isInstanceOf(Edit.class);
        assertThat(all().get(0).state().replyTo()).isEqualTo(ReplyTo.expired(1));
        assertThat(rejection(only(edit(ada, 1, "three")))).isEqualTo(Rejection.NO_SUCH_MESSAGE);
    }

    /** Readers stop at random entries, and continue later; all know the same in the end. */
    @Test
    void readersThatResumeAtAnyEntryKnowWhatTheHistoryHas() {
        ResumingReaders.check(messageHistory, 5_000, 1);
    }

    @Test
    void changesHaveTimesThatDoNotGoBack() {
        append(ROOM, draft(ada, "one"));
        Instant first = all().get(0).at();

        assertThat(entry(only(edit(ada, 1, "two"))).at()).isAfterOrEqualTo(first);
    }
}
