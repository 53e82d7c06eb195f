package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.parley.integration.Tab;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the dialog that finds messages. */
@Tag("full")
class MessageSearchIT extends PageTestBase {

    private static Map<String, Object> hit(int seq, String excerpt, List<List<Integer>> marks) {
        return Map.of(
                "room",
                "lobby",
                "position",
                "e1:" + seq,
                "at",
                "2026-11-20T14:03:00Z",
                "name",
                "bob",
                "action",
                false,
                "excerpt",
                excerpt,
                "marks",
                marks);
    }

    @Test
    void resultsAreReachedByKeyboardAndLeadToTheirMessages() {
        server.publish("lobby", "bob", "green tea");
        server.publish("lobby", "bob", "<b>tea</b>");
        Tab page = ada();
        assertThat(page.texts()).hasCount(2);
        Locator dialog = page.page().locator("#message-search");

        page.page().keyboard().press("Control+Shift+f");
        assertThat(dialog).isVisible();
        page.page().keyboard().type("tea");
        page.page().keyboard().press("Enter");
        server.sendToQueue(
                "search",
                Map.of(
                        "text",
                        "tea",
                        "messages",
                        List.of(
                                hit(2, "<b>tea</b>", List.of(List.of(3, 6))),
                                hit(1, "green tea", List.of(List.of(6, 9)))),
                        "notes",
                        List.of("more")));

        assertThat(dialog.locator("li")).hasCount(2);
        assertThat(dialog.locator("mark")).hasText(new String[] {"tea", "tea"});
        assertThat(dialog.getByRole(AriaRole.STATUS))
                .containsText("2 messages, the newest first. There are older ones");
        assertAccessible(page, "the results");
        page.page().keyboard().press("Escape");
        assertThat(dialog).isHidden();
        page.page().keyboard().press("Control+Shift+f");
        page.page().keyboard().press("ArrowDown");
        page.page().keyboard().press("ArrowDown");
        page.page().keyboard().press("Enter");

        assertThat(dialog).isHidden();
        assertThat(page.page().locator(".message.highlighted")).containsText("green tea");
        assertThat(page.page().locator(".message.highlighted")).isFocused();
        page.assertNoErrors();
    }
}
