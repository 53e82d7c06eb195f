package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.HookKey;
import dev.parley.chat.moderation.Bot;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Checks what incoming webhooks may do. */
class IncomingHooksTest {

    private static final String ADDRESS = "192.0.2.7";

    private final TestChatServer server = new TestChatServer();
    private final IncomingHooks hooks = server.chatServer.bots().incomingHooks();

    private Bots.HookCreated create(String name, RoomName room) {
        return (Bots.HookCreated) server.get(server.chatServer.bots().createHook(name, room, Operator.CONSOLE));
    }

    private Bot authenticate(HookKey key) {
        return ((IncomingHooks.Known) server.get(hooks.authenticate(key.secret(), ADDRESS))).hook();
    }

    private RequestResult publish(Bot hook, String text) {
        return server.get(hooks.publish(hook, text, ADDRESS));
    }

    private List<Message> messages(RoomName room) {
        return server.get(
                server.chatServer.roomRegistry().open(room).orElseThrow().last(50));
    }

    @Test
    void webhookPublishesInItsRoomUnderItsName() {
        RoomName dev = new RoomName("dev");
        Bot hook = authenticate(create("build", dev).key());

        assertThat(publish(hook, "done")).isInstanceOf(Receipt.class);

        assertThat(messages(dev)).singleElement().satisfies(message -> {
            assertThat(message.name()).isEqualTo("build");
            assertThat(message.via()).isEqualTo("bot");
            assertThat(message.text()).isEqualTo("done");
        });
    }

    @Test
    void nicknameOfAWebhookIsReserved() {
        create("build", RoomName.LOBBY);

        assertThat(server.loginRefused(
                                LoginRequest.resumable("Build", new ClientInfo("browser", "websocket", ADDRESS), null))
                        .sentence())
                .contains("bot");
    }

    @Test
    void removedAddressIsUnknown() {
        HookKey key = create("build", RoomName.LOBBY).key();
        assertThat(server.get(server.chatServer.bots().removeHook("build", Operator.CONSOLE)))
                .isPresent();

        CompletionStage<IncomingHooks.Authentication> later = hooks.authenticate(key.secret(), ADDRESS);
        server.advanceTime(Duration.ofSeconds(1));

        assertThat(((IncomingHooks.Unknown) server.get(later)).refusal().code()).isEqualTo(IncomingHooks.NO_SUCH_HOOK);
    }

    @Test
    void keyOfABotIsNoAddress() {
        Bots.Created bot = (Bots.Created)
                server.get(server.chatServer.bots().create("ci", List.of(RoomName.LOBBY), true, Operator.CONSOLE));

        CompletionStage<IncomingHooks.Authentication> later =
                hooks.authenticate(bot.key().secret(), ADDRESS);
        server.advanceTime(Duration.ofSeconds(1));

        assertThat(server.get(later)).isInstanceOf(IncomingHooks.Unknown.class);
    }

    @Test
    void wrongSecretsOfAnAddressAreThrottledAndRightOnesAreNot() {
        HookKey key = create("build", RoomName.LOBBY).key();
        CompletionStage<IncomingHooks.Authentication> first = hooks.authenticate("wrong", ADDRESS);
        for (int attempt = 0; attempt < 9; attempt++) {
            hooks.authenticate(HookKey.generate().secret(), ADDRESS);
        }
        CompletionStage<IncomingHooks.Authentication> last = hooks.authenticate("wrong", ADDRESS);

        assertThat(server.get(hooks.authenticate(key.secret(), ADDRESS))).isInstanceOf(IncomingHooks.Known.class);
        assertThat(server.get(first)).isNull();
        server.advanceTime(Duration.ofSeconds(1));
        assertThat(codeOf(first)).isEqualTo(IncomingHooks.NO_SUCH_HOOK);
        assertThat(codeOf(last)).isEqualTo("slow-down");
    }

    private String codeOf(CompletionStage<IncomingHooks.Authentication> authentication) {
        return ((IncomingHooks.Unknown) server.get(authentication)).refusal().code();
    }

    @Test
    void mutesAndLocksApply() {
        Bot hook = authenticate(create("build", RoomName.LOBBY).key());
        server.get(server.chatServer
                .roomRegistry()
                .open(RoomName.LOBBY)
                .orElseThrow()
                .attributes()
                .changeSettings(settings -> settings.withLocked(true), server.chatServer.operator()));
        assertThat(((Refusal) publish(hook, "a")).code()).isEqualTo("room-locked");
        server.get(server.chatServer
                .roomRegistry()
                .open(RoomName.LOBBY)
                .orElseThrow()
                .attributes()
                .changeSettings(settings -> settings.withLocked(false), server.chatServer.operator()));
        assertThat(publish(hook, "b")).isInstanceOf(Receipt.class);

        server.get(server.chatServer.sanctionEnforcer().impose(Sanction.Kind.MUTE, hook.nickname(), null));

        assertThat(((Refusal) publish(hook, "c")).code()).isEqualTo("muted");
        assertThat(messages(RoomName.LOBBY)).extracting(Message::text).containsExactly("b");
    }
}
