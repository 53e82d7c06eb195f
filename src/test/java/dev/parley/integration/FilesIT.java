package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.parley.integration.MessageTabs.act;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.parley.files.image.TestImages;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sends files by the button of the page to the real server, and reads and deletes them. */
@Tag("waits")
@Tag("full")
class FilesIT {

    private static final int KILOBYTE = 1_024;

    @RegisterExtension
    private static final ServedPage PAGE = ServedPage.with(
            "--parley.limits.messages-per-second=0",
            "--parley.files.max-size=1MB",
            "--parley.files.max-per-user=1500KB");

    private static final MessageTabs TABS = new MessageTabs(PAGE);

    /** Draws an image as the browser shows it; returns its size, and whether its top is red and its bottom is blue. */
    private static final String UPRIGHT = """
            async (address) => {
              const image = await createImageBitmap(await (await fetch(address)).blob());
              const drawing = new OffscreenCanvas(image.width, image.height).getContext('2d');
              drawing.drawImage(image, 0, 0);
              const red = ([r, , b]) => r > 200 && b < 50;
              const blue = ([r, , b]) => r < 50 && b > 200;
              const pixel = (y) => drawing.getImageData(image.width / 2, y, 1, 1).data;
              return `${image.width}×${image.height} ${red(pixel(5))} ${blue(pixel(image.height - 5))}`;
            }
            """;

    @AfterEach
    void closeContexts() {
        PAGE.browsers().close();
    }

    private static void choose(Tab tab, String name, byte[] content) {
        tab.page()
                .waitForFileChooser(() -> tab.press("Attach files"))
                .setFiles(new FilePayload(name, "application/octet-stream", content));
    }

    private static APIResponse get(Tab tab, Locator link) {
        return tab.page().request().get(PAGE.home() + "/" + link.getAttribute("href"));
    }

    private static void delete(Tab tab, String text) {
        act(tab, text, "Delete");
        tab.page()
                .getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Delete this message for everyone?"))
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete"))
                .click();
    }

    /** Waits until the server has removed a file, which it does after it has confirmed the deletion of the message. */
    private static void awaitGone(Tab tab, String address) {
        tab.page()
                .waitForCondition(() ->
                        tab.page().request().get(PAGE.home() + "/" + address).status() == 404);
    }

    private static Locator uploads(Tab tab) {
        return tab.page().locator("#uploads .upload");
    }

    @Test
    void photoOfAPhoneIsUprightAndATextIsADownloadAndBothEndWithTheirMessages() throws Exception {
        Tab ada = TABS.join(TABS.desktop(), "photos", "ada");
        Tab bob = TABS.join(TABS.desktop(), "photos", "bob");
        ada.messageBox().fill("a draft");

        choose(ada, "phone.jpg", TestImages.photo(TestImages.redAndBlue("jpeg", 1_200, 400), 6));
        Locator photo = bob.page().locator("#transcript a.image");
        assertThat(bob.texts()).containsText("[image: phone.jpg, 400×1200, ");
        assertThat(photo.locator("img")).hasJSProperty("naturalHeight", 600);
        assertThat(bob.page().evaluate(UPRIGHT, photo.locator("img").getAttribute("src")))
                .isEqualTo("200×600 true true");
        assertThat(bob.page().evaluate(UPRIGHT, photo.getAttribute("href"))).isEqualTo("400×1200 true true");
        assertThat(get(bob, photo).text()).doesNotContain("GPS").doesNotContain("a comment");
        bob.screenshot("files-photo");

        choose(ada, "notes.txt", TestImages.latin("milk and tea"));
        Locator notes = bob.page().locator("#transcript a.file");
        Download download = bob.page().waitForDownload(notes::click);
        assertThat(download.suggestedFilename()).isEqualTo("notes.txt");
        assertThat(Files.readString(download.path())).isEqualTo("milk and tea");
        assertThat(get(bob, notes).headers().get("content-disposition")).startsWith("attachment");

        String address = photo.getAttribute("href");
        delete(ada, "phone.jpg");
        assertThat(bob.page().locator(".deleted-note")).hasText("ada deleted this message.");
        awaitGone(bob, address);
        assertThat(get(bob, notes).status()).isEqualTo(200);
        assertThat(ada.draft()).isEqualTo("a draft");
        ada.assertNoErrors();
    }

    @Test
    void refusedAndCancelledUploadsAreExplainedAndLoseNothing() {
        Tab eve = TABS.join(TABS.desktop(), "films", "eve");
        eve.messageBox().fill("half a sentence");

        choose(eve, "film.mp4", new byte[1_025 * KILOBYTE]);
        assertThat(uploads(eve)).containsText("Not sent: The file is too large; at most 1 MB are allowed.");
        eve.press("Cancel film.mp4");
        assertThat(uploads(eve)).hasCount(0);

        choose(eve, "one.bin", new byte[900 * KILOBYTE]);
        assertThat(eve.texts()).containsText("one.bin");
        choose(eve, "two.bin", new byte[900 * KILOBYTE]);
        assertThat(uploads(eve)).containsText("Delete messages");
        eve.screenshot("files-full-for-user");
        String address = eve.page().locator("#transcript a.file").getAttribute("href");
        delete(eve, "one.bin");
        awaitGone(eve, address);
        eve.press("Retry");
        assertThat(uploads(eve)).hasCount(0);
        assertThat(eve.texts()).containsText(new String[] {"two.bin"});

        CDPSession network = eve.page().context().newCDPSession(eve.page());
        throttle(network, 8 * KILOBYTE);
        choose(eve, "slow.bin", new byte[30 * KILOBYTE]);
        assertThat(uploads(eve).locator("progress")).hasAttribute("value", Pattern.compile("[1-9].*"));
        eve.press("Cancel slow.bin");
        throttle(network, -1);
        choose(eve, "last.txt", TestImages.latin("x"));
        assertThat(eve.texts()).containsText(new String[] {"two.bin", "last.txt"});
        assertThat(eve.draft()).isEqualTo("half a sentence");
    }

    /** Sets the bytes per second that the browser sends; a negative number removes the limit. */
    private static void throttle(CDPSession network, int bytes) {
        JsonObject conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", 0);
        conditions.addProperty("downloadThroughput", -1);
        conditions.addProperty("uploadThroughput", bytes);
        network.send("Network.emulateNetworkConditions", conditions);
    }
}
