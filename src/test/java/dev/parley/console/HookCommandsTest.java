package dev.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Checks the commands for outgoing webhooks. */
class HookCommandsTest {

    private final ConsoleFixture consoleFixture = new ConsoleFixture();

    @Test
    void hookIsCreatedListedAndRemoved() {
        assertThat(consoleFixture.execute("/hooks")).startsWith("There are no hooks.");

        assertThat(consoleFixture.execute("/hook lobby https://example.org/a?key=1"))
                .matches("Hook 1 posts all messages of lobby to https://example\\.org\\. Its secret, which is shown"
                        + " only now, signs each request:\\n"
                        + "secret: [A-Za-z0-9_-]{43}");
        assertThat(consoleFixture.execute("/hook #LOBBY https://example.org:8443/b MENTIONS @deploy"))
                .startsWith("Hook 2 posts the messages that mention @deploy of lobby to https://example.org:8443.");
        assertThat(consoleFixture.execute("/hook lobby https://example.org/c mentions"))
                .startsWith("Hook 3 posts the messages that mention @hook of lobby");

        assertThat(consoleFixture.execute("/hooks").lines())
                .hasSize(3)
                .first()
                .asString()
                .matches("  1  all messages of lobby to https://example\\.org/a\\?key=1, by console, 2026-.* UTC\\.");
        assertThat(consoleFixture.execute("/hooks")).doesNotContain("secret");
        assertThat(consoleFixture.execute("/hook remove 1")).isEqualTo("Hook 1 was removed.");
        assertThat(consoleFixture.execute("/hook remove 1")).isEqualTo("There is no hook 1. /hooks lists them.");
        assertThat(consoleFixture.execute("/hook enable 2"))
                .isEqualTo("Hook 2 is enabled. After a failure it tries again by itself.");
    }

    @Test
    void hookThatCannotBeCreatedIsRefusedWithTheReason() {
        assertThat(consoleFixture.execute("/hook")).startsWith("Say which room and which address: /hook ROOM URL");
        assertThat(consoleFixture.execute("/hook lobby")).startsWith("Say which room and which address:");
        assertThat(consoleFixture.execute("/hook nowhere https://example.org/")).contains("nowhere");
        assertThat(consoleFixture.execute("/hook lobby https://example.org/ some"))
                .startsWith("A hook is for all messages or for those that mention a name:");
        assertThat(consoleFixture.execute("/hook lobby https://example.org/ all bot"))
                .startsWith("A hook is for all messages or for those that mention a name:");
        assertThat(consoleFixture.execute("/hook lobby https://example.org/ mentions \u202Ebot"))
                .startsWith("The name that messages mention is one that a user can have");
        assertThat(consoleFixture.execute("/hooks")).startsWith("There are no hooks.");
    }

    @Test
    void incomingHookIsCreatedListedAndRemoved() {
        consoleFixture.chatServer.bots().incomingHooks().setPageAddress(() -> "https://chat.example/");

        assertThat(consoleFixture.execute("/hook in #Lobby build"))
                .matches(
                        "build posts in lobby what is sent to this address\\. It is a secret, and is not shown again:\\n"
                                + "address: https://chat\\.example/hook/hook_[0-9a-f]{32}");
        assertThat(consoleFixture.execute("/hook in lobby BUILD")).contains("is the name of a bot");
        assertThat(consoleFixture.execute("/bots")).isEqualTo("There are no bots.");
        assertThat(consoleFixture.execute("/hooks")).matches("  build  posts in lobby, by console, 2026-.* UTC\\.");

        assertThat(consoleFixture.execute("/bot revoke build")).startsWith("There is no bot “build”.");
        assertThat(consoleFixture.execute("/hook remove build"))
                .isEqualTo("The address of build is not valid any more. The name is free.");
        assertThat(consoleFixture.execute("/hook remove build"))
                .isEqualTo("There is no webhook “build”. /hooks lists them.");
    }

    @Test
    void incomingHookThatCannotBeCreatedIsRefused() {
        assertThat(consoleFixture.execute("/hook in nowhere build")).contains("nowhere");
        assertThat(consoleFixture.execute("/hook in lobby 7")).startsWith("The name of a webhook is not only a number");
        assertThat(consoleFixture.execute("/hook in lobby Server")).contains("Server");
        assertThat(consoleFixture.execute("/hooks")).startsWith("There are no hooks.");
    }
}
