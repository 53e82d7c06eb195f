package dev.parley.chat.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.moderation.Operator;
import dev.parley.chat.room.Deletion;
import dev.parley.chat.room.Edit;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.Message;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ServerResources;
import dev.parley.chat.session.TestChatServer;
import dev.parley.chat.session.TestResources;
import dev.parley.storage.memory.InMemoryDirectMessageStore;
import dev.parley.storage.memory.InMemoryHookStore;
import dev.parley.storage.memory.InMemoryNicknameRegistry;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks what is delivered to the address of a hook, and when. */
class WebhooksTest {

    private static final String URL = "https://example.org/secret-path";

    private final ManualScheduler scheduler = new ManualScheduler();
    private final InMemoryHistory history = new InMemoryHistory(scheduler.clock());
    private final OwnedHookStore store = new OwnedHookStore();
    private final ScriptedHookSender sender = new ScriptedHookSender();
    private ChatServer server = start();

    /** A store whose node may lose the right to deliver. */
    private static final class OwnedHookStore implements HookStore {
        private final HookStore stored = new InMemoryHookStore();
        private boolean owned = true;
        private boolean silent;
        private int calls;

        @Override
        public CompletionStage<List<Hook>> all() {
            return stored.all();
        }

        @Override
        public CompletionStage<Optional<Hook>> create(NewHook hook, int most) {
            return stored.create(hook, most);
        }

        @Override
        public CompletionStage<Boolean> delete(long id) {
            return stored.delete(id);
        }

        @Override
        public CompletionStage<?> save(List<HookProgress> progress) {
            calls++;
            return silent ? new CompletableFuture<>() : stored.save(progress);
        }

        @Override
        public CompletionStage<Boolean> claim(String nodeId) {
            calls++;
            return silent ? new CompletableFuture<>() : CompletableFuture.completedFuture(owned);
        }
    }

    private ChatServer start() {
        ChatServer started = new ChatServer(
                TestChatServer.LONG,
                new ServerResources(
                        TestResources.rooms(history, scheduler.clock(), scheduler, Runnable::run),
                        new InMemoryDirectMessageStore(scheduler.clock()),
                        new InMemoryNicknameRegistry(),
                        history,
                        history,
                        history.operatorStore(),
                        history.botStore(),
                        history.accessStore(),
                        store,
                        sender));
        started.webhooks().start();
        return started;
    }

    private Hook create(@Nullable String mention) {
        return ((Webhooks.Created) join(server.webhooks().create(RoomName.LOBBY, URL, mention, "ada"))).hook();
    }

    private void publish(String text) {
        assertThat(join(server.publish(RoomName.LOBBY, text))).isNotNull();
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private List<String> texts() {
        return sender.attempts().stream().map(WebhooksTest::text).toList();
    }

    private static String text(LogEntry entry) {
        return entry instanceof Message message
                ? message.text()
                : entry.getClass().getSimpleName();
    }

    private Hook stored(Hook hook) {
        return join(store.all()).stream()
                .filter(each -> each.id() == hook.id())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void messagesAfterTheCreationAreDeliveredOnceInOrder() {
        publish("before");
        create(null);
        List<String> sent =
                IntStream.range(0, 200).mapToObj(number -> "m" + number).toList();

        sent.forEach(this::publish);

        assertThat(texts()).isEqualTo(sent);
        assertThat(server.webhooks().maxLag()).isZero();
    }

    @Test
    void editsAndDeletionsAreDelivered() {
        create(null);
        publish("tea");
        join(server.operatorMessages().edit(RoomName.LOBBY, 1, "coffee", server.operator(), Operator.CONSOLE));
        join(server.operatorMessages().delete(RoomName.LOBBY, 1, server.operator(), Operator.CONSOLE));

        assertThat(sender.attempts()).hasSize(3);
        assertThat(sender.attempts().get(1)).isInstanceOfSatisfying(Edit.class, edit -> {
            assertThat(edit.text()).isEqualTo("coffee");
            assertThat(edit.target()).isEqualTo(1);
        });
        assertThat(sender.attempts().get(2)).isInstanceOf(Deletion.class);
    }

    @Test
    void textThatWasDeletedBeforeTheDeliveryIsNotDelivered() {
        create(null);
        sender.setFailing(true);
        publish("first");
        publish("secret");
        join(server.operatorMessages().delete(RoomName.LOBBY, 2, server.operator(), Operator.CONSOLE));
        sender.setFailing(false);

        scheduler.advanceTime(Duration.ofSeconds(1));

        assertThat(texts()).containsExactly("first", "first", "Deletion");
    }

    @Test
    void hookOfMentionsReceivesOnlyTheseAndDeletions() {
        create("bot");
        publish("hi all");
        publish("@bot deploy");
        publish("bot: stop");
        join(server.operatorMessages().delete(RoomName.LOBBY, 2, server.operator(), Operator.CONSOLE));

        assertThat(texts()).containsExactly("@bot deploy", "bot: stop", "Deletion");
    }

    @Test
    void failedEntryIsRepeatedLaterAndLaterAndNothingOvertakesIt() {
        Hook hook = create(null);
        publish("a");
        sender.setFailing(true);
        publish("b");
        publish("c");
        assertThat(texts()).containsExactly("a", "b");
        assertThat(server.webhooks().maxLag()).isEqualTo(2);

        scheduler.advanceTime(Duration.ofSeconds(30));
        assertThat(texts()).hasSizeBetween(6, 8).endsWith("b", "b", "b");
        assertThat(stored(hook).progress().failure()).isEqualTo("the answer was the status 500");
        sender.setFailing(false);
        scheduler.advanceTime(Duration.ofSeconds(40));

        assertThat(texts()).endsWith("b", "b", "c");
        assertThat(stored(hook).progress().failingSince()).isNull();
    }

    @Test
    void restartResumesAfterTheLastDelivery() {
        create(null);
        publish("a");
        sender.setFailing(true);
        publish("b");
        join(server.webhooks().stop().thenApply(stopped -> true));
        publish("c");
        sender.setFailing(false);

        server = start();

        assertThat(texts()).containsExactly("a", "b", "b", "c");
        scheduler.advanceTime(Duration.ofMinutes(10));
        assertThat(texts()).hasSize(4);
    }

    @Test
    void killRepeatsAtMostWhatWasDeliveredInTheLastSecond() {
        create(null);
        publish("a");
        scheduler.advanceTime(Duration.ofSeconds(1));
        publish("b");

        server = start(); // the old one has not stored that b is delivered

        assertThat(texts()).containsExactly("a", "b", "b");
    }

    @Test
    void hookIsDisabledAfterADayOfFailuresAndDeliversTheRestWhenEnabled() {
        Hook hook = create(null);
        sender.setFailing(true);
        publish("a");
        publish("b");

        scheduler.advanceTime(Duration.ofHours(23));
        assertThat(stored(hook).progress().enabled()).isTrue();
        scheduler.advanceTime(Duration.ofMinutes(70));
        int attempts = sender.attempts().size();
        Hook disabled = stored(hook);
        assertThat(disabled.progress().enabled()).isFalse();
        scheduler.advanceTime(Duration.ofDays(1));
        assertThat(sender.attempts()).hasSize(attempts);

        sender.setFailing(false);
        join(server.webhooks().enable(disabled).thenApply(enabled -> true));

        assertThat(texts().subList(attempts, texts().size())).containsExactly("a", "b");
        assertThat(stored(hook).progress().failure()).isEmpty();
    }

    @Test
    void hookIsNotDisabledByOneFailureAfterALongStop() {
        Hook hook = create(null);
        sender.setFailing(true);
        publish("a");
        join(server.webhooks().stop().thenApply(stopped -> true));
        scheduler.advanceTime(Duration.ofDays(3));

        server = start();
        scheduler.advanceTime(Duration.ofSeconds(5));
        assertThat(stored(hook).progress().enabled()).isTrue();
        scheduler.advanceTime(Duration.ofHours(1));

        assertThat(stored(hook).progress().enabled()).isFalse();
    }

    @Test
    void removedHookDeliversNothingMore() {
        Hook hook = create(null);
        publish("a");

        assertThat(join(server.webhooks().remove(hook.id()))).isTrue();
        publish("b");
        scheduler.advanceTime(Duration.ofMinutes(1));

        assertThat(texts()).containsExactly("a");
    }

    @Test
    void nodeThatLosesTheRightDeliversNothingUntilItHasItAgain() {
        create(null);
        publish("a");
        scheduler.advanceTime(Duration.ofSeconds(1));
        store.owned = false;
        scheduler.advanceTime(Duration.ofSeconds(1));
        publish("b");
        scheduler.advanceTime(Duration.ofMinutes(1));
        assertThat(texts()).containsExactly("a");

        store.owned = true;
        scheduler.advanceTime(Duration.ofSeconds(1));

        assertThat(texts()).containsExactly("a", "b");
    }

    @Test
    void callsDoNotGatherWhileTheStorageIsSilent() {
        create(null);
        publish("a");
        int before = store.calls;
        store.silent = true;

        scheduler.advanceTime(Duration.ofMinutes(10));

        assertThat(store.calls - before).isLessThanOrEqualTo(2);
    }

    @Test
    void roomThatIsDeletedAndCreatedAgainIsFollowedFromItsFirstMessage() {
        RoomName dev = new RoomName("dev");
        server.roomRegistry().open(dev);
        join(server.publish(dev, "old"));
        join(server.webhooks().create(dev, URL, null, "ada"));
        join(server.publish(dev, "one"));
        join(server.removeRoom(dev));

        server.roomRegistry().open(dev);
        join(server.publish(dev, "two"));

        assertThat(texts()).containsExactly("one", "two");
    }

    @Test
    void hookBeyondTheLimitIsNotCreated() {
        IntStream.range(0, Webhooks.MOST).forEach(number -> create(null));

        assertThat(join(server.webhooks().create(RoomName.LOBBY, URL, null, "ada")))
                .isInstanceOf(Webhooks.NotCreated.class);
    }
}
