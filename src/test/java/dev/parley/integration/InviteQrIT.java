package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reads the QR codes of the page from its pixels. */
@Tag("full")
class InviteQrIT {

    private static final String ADDRESS = "https://chat.example/";

    @RegisterExtension
    private static final ServedPage PAGE = ServedPage.with("--parley.web.public-url=" + ADDRESS);

    @Test
    void cameraReadsTheAddressAndTheInvitationInEachTheme() throws IOException {
        Tab ada = Tab.open(
                PAGE.browsers().context(new Browser.NewContextOptions().setViewportSize(1180, 900)), PAGE.home(), "/");
        String local = ada.page().locator("#page-address").getAttribute("data-address");
        if (local != null) { // null on a machine without a local network
            assertEachThemeShows(local, ada.page().locator(".join-notes .qr"), ada.page());
        }
        ada.join("ada");
        ada.page().locator("#open-invite").click();
        Locator dialog = ada.page().locator("#invite");
        dialog.locator("[type=submit]").click();
        assertThat(dialog.locator("#invite-qr svg")).isVisible();
        String link = dialog.locator("#invite-link").inputValue();
        assertThat(link).startsWith(ADDRESS + "?room=lobby#invite=");
        assertEachThemeShows(link, dialog.locator("#invite-qr"), ada.page());
        ada.assertNoErrors();
    }

    private static void assertEachThemeShows(String text, Locator code, Page page) throws IOException {
        for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
            for (ForcedColors forced : ForcedColors.values()) {
                page.emulateMedia(
                        new Page.EmulateMediaOptions().setColorScheme(scheme).setForcedColors(forced));
                assertThat(QrImage.read(code.screenshot()))
                        .as("%s, forced colors: %s", scheme, forced)
                        .isEqualTo(text);
            }
        }
        page.emulateMedia(
                new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT).setForcedColors(ForcedColors.NONE));
    }
}
