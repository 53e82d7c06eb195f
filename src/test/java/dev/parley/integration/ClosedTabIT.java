package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Closes and reloads tabs of the real server, whose resume window is 15 seconds. A page that is closed asks for 5 seconds
 * only.
 */
@Tag("full")
@Tag("waits")
class ClosedTabIT {

    /** More than 5 seconds, for a busy machine, and far less than the resume window. */
    private static final Duration FREE_WITHIN = Duration.ofSeconds(8);

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static Browsers browsers;

    @BeforeAll
    static void start() {
        browsers = Browsers.launch();
        server = ServerProcess.start(folder);
    }

    @AfterEach
    void closeContexts() {
        browsers.close();
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void closedTabFreesItsNicknameWithinSeconds() {
        Tab.of(browsers, server.page(), "carla").page().close();

        assertIsFreeInTime("carla");
    }

    @Test
    void closedTabWithoutWebSocketFreesItsNicknameWithinSeconds() {
        try (TestProxy proxy = TestProxy.refusingUpgrades(server.pagePort())) {
            Tab tab = Tab.of(browsers, proxy.address(), "dora");
            assertThat(tab.page().evaluate("() => typeof SockJS")).isEqualTo("function");
            tab.page().close();

            assertIsFreeInTime("dora");
        }
    }

    @Test
    void reloadAndTheSameTabOpenedAgainPublishNeitherLeftNorJoined() {
        // A room of its own: users of other tests leave the lobby seconds after them.
        String room = "/?room=reload";
        BrowserContext context = browsers.context();
        Tab reloaded = Tab.open(browsers.context(), home(), room).join("erna");
        Tab closed = Tab.open(context, home(), room).join("fritz");
        Tab gone = Tab.open(browsers.context(), home(), room).join("gustav");
        Tab observer = Tab.open(browsers.context(), home(), room).join("hanna");

        reloaded.page().reload();
        closed.page().close();
        Tab again = Tab.open(context, home(), room);
        assertThat(again.messageBox()).isVisible();
        gone.page().close();

        Locator presence = observer.page().locator("#transcript .quiet");
        assertThat(presence).hasText("gustav left");
        reloaded.send("from erna");
        again.send("from fritz");
        observer.awaitMessage("from erna").awaitMessage("from fritz");
        assertThat(presence).hasText("gustav left");
        assertThat(observer.people()).containsText("fritz");
    }

    private static String home() {
        return server.page().toString();
    }

    private static void assertIsFreeInTime(String name) {
        Tab other = Tab.open(browsers, URI.create(home()));
        Locator result = other.page().locator("#name-help:not(:empty), #chat:not([hidden])");
        await().pollInSameThread().atMost(FREE_WITHIN).until(() -> {
            other.requestName(name);
            assertThat(result.first()).isVisible();
            return other.messageBox().isVisible();
        });
        assertThat(other.people()).containsText(name);
    }
}
