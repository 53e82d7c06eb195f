package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks what a browser needs to install the page, and the page that it shows while the server is unreachable. */
class WebAppControllerTest {

    private static TestPageServer server;

    @BeforeAll
    static void start() {
        server = new TestPageServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return server.get(path, headers);
    }

    @Test
    void manifestHasTheNameOfTheServerAndIconsOfTheNamedSizes() throws Exception {
        HttpResponse<String> answer = get("/manifest.webmanifest");
        JsonNode manifest = JsonMapper.shared().readTree(answer.body());

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/manifest+json;charset=UTF-8");
        assertThat(manifest.get("name").asString()).isEqualTo("Salon");
        assertThat(manifest.get("short_name").asString()).isEqualTo("Salon");
        assertThat(manifest.get("display").asString()).isEqualTo("standalone");
        // Relative to the manifest, so that a path in front of the page does not matter.
        assertThat(List.of(
                        manifest.get("start_url").asString(),
                        manifest.get("scope").asString()))
                .containsOnly(".");
        assertThat(manifest.get("icons")
                        .valueStream()
                        .map(icon -> icon.get("purpose").asString()))
                .contains("any", "maskable");
        for (JsonNode icon : manifest.get("icons")) {
            String path = icon.get("src").asString();
            assertThat(get("/" + path).statusCode()).as(path).isEqualTo(200);
            if (path.endsWith(".png")) {
                BufferedImage image =
                        ImageIO.read(new ClassPathResource("static/icons/" + path.replaceFirst(".*/", "")).getURL());
                assertThat(image.getWidth() + "x" + image.getHeight())
                        .isEqualTo(icon.get("sizes").asString());
            }
        }
    }

    @Test
    void serviceWorkerIsAScriptThatNoCacheStores() throws Exception {
        HttpResponse<String> worker = get("/service-worker.js?version=/v-0/");

        assertThat(worker.statusCode()).isEqualTo(200);
        assertThat(worker.headers().firstValue("Content-Type")).contains("text/javascript;charset=UTF-8");
        assertThat(worker.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(worker.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("worker-src 'self'");
        assertThat(worker.body()).contains("addEventListener('fetch'");
    }

    @Test
    void offlinePageNamesTheServerInTheLanguageOfTheBrowserAndNeedsNoScript() throws Exception {
        String page = get("/offline").body();

        assertThat(page)
                .contains("<html lang=\"en\"", "Salon cannot be reached", "<a href=\"\">Try again</a>")
                .doesNotContain("<script", "style=");
        assertThat(get("/offline", "Accept-Language", "de").body())
                .contains("<html lang=\"de\"", "Salon ist nicht zu erreichen", "Noch einmal versuchen");
        assertThat(get("/offline", "Cookie", "language=de").body()).contains("<html lang=\"de\"");
    }

    @Test
    void serviceWorkerKeepsTheFilesOfTheOfflinePage() throws Exception {
        String worker = get("/service-worker.js").body();
        List<String> files = Pattern.compile("(?:href|src)=\"([^\"]+)\"")
                .matcher(get("/offline").body())
                .results()
                .map(found -> found.group(1).replaceFirst("^v-[0-9a-f]+/", ""))
                .toList();

        assertThat(files).isNotEmpty().allMatch(file -> worker.contains("${version}" + file + "`"));
    }
}
