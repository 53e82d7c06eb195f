package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the page and its static files over HTTP. */
class PageControllerTest {

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
    void pageContainsTheSettingsOfItsScripts() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.body())
                .contains(
                        "data-name-length=\"10\"",
                        "data-message-length=\"500\"",
                        "data-replay=\"50\"",
                        "data-edit-window=\"900000\"")
                .contains("data-password-required=\"false\"", "data-usage=\"/who [PAGE]\"", "Lists &lt;all&gt;.")
                .contains(
                        "nc localhost 8000", "<title>Salon</title>", "<html lang=\"en\"", "data-key=\"join.joining\"");
    }

    @Test
    void pageNamesUsersOfTheLobby() throws Exception {
        assertThat(get("/").body())
                .contains("One person is in the lobby.", "role=\"img\" aria-label=\"ada\" title=\"ada\"");
    }

    @Test
    void cookieWithALanguagePrecedesTheLanguageOfTheRequest() throws Exception {
        assertThat(get("/", "Accept-Language", "en", "Cookie", "language=de").body())
                .contains("<html lang=\"de\"");
        assertThat(get("/", "Accept-Language", "de", "Cookie", "language=en").body())
                .contains("<html lang=\"en\"");
        for (String other : new String[] {"", "xx", "de_DE.UTF-8", "../de"}) {
            assertThat(get("/", "Accept-Language", "en", "Cookie", "language=" + other)
                            .body())
                    .as(other)
                    .contains("<html lang=\"en\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/;a=b",
                "/no/such/thing",
                "/no/such/thing.js",
                "/error",
                "/rooms/lobby/messages",
                "/rooms/lobby/messages?before=x",
                "/rooms"
            })
    void everyResponseHasSecurityHeaders(String path) throws Exception {
        var headers = get(path).headers();

        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'", "frame-ancestors 'none'", "base-uri 'self'", "object-src 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.allValues("Content-Security-Policy")).hasSize(1);
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("Permissions-Policy").orElse("")).contains("camera=()", "microphone=()");
        // Browsers ignore this header over plain HTTP, and log a warning.
        assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).isEmpty();
        assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
        assertThat(headers.firstValue("Server")).isEmpty();
        assertThat(headers.allValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void sentencesForRepliesAreLoadedApartFromThePage() throws Exception {
        assertThat(get("/replies?language=de").body()).contains("\"nick-changed\":\"Du bist jetzt {0}.\"");
        assertThat(get("/replies?language=en").body()).isEqualTo("{}");
        assertThat(get("/replies?language=de").headers().firstValue("Content-Type"))
                .contains("application/json");
        assertThat(get("/", "Accept-Language", "de").body()).doesNotContain("nick-changed");
    }

    @Test
    void pageRefersToVersionedFilesOnly() throws Exception {
        List<String> addresses = Pattern.compile("(?:href|src)=\"([^\"#]*)\"")
                .matcher(get("/").body())
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(addresses)
                .hasSizeGreaterThan(5)
                .allMatch(address -> address.startsWith(version() + "/") || address.equals("manifest.webmanifest"));
        for (String address : addresses) {
            assertThat(get("/" + address).statusCode()).as(address).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/js/main.js",
                "/css/page.css",
                "/icons/calm.svg",
                "/webjars/sockjs-client/sockjs.min.js",
                "/webjars/stomp__stompjs/bundles/stomp.umd.min.js",
                "/webjars/emojilib/dist/emoji-en-US.json",
                "/webjars/prismjs/components/prism-core.min.js"
            })
    void versionedFileIsCacheableForAYear(String path) throws Exception {
        HttpResponse<String> answer = get("/" + version() + path, "Accept-Encoding", "gzip");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("max-age=31536000, public, immutable");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(answer.headers().firstValue("Content-Security-Policy").isPresent())
                .isEqualTo(path.startsWith("/icons/") || path.endsWith(".json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/js/main.js", "/icons/calm.svg", "/webjars/sockjs-client/sockjs.min.js"})
    void tabOfAnEarlierVersionGetsTheCurrentFileAndRevalidatesIt(String path) throws Exception {
        HttpResponse<String> current = get("/" + version() + path);
        HttpResponse<String> outdated = get("/v-0123456789ab" + path);
        String etag = outdated.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> same = get("/v-0123456789ab" + path, "If-None-Match", etag);
        HttpResponse<String> changed = get("/v-0123456789ab" + path, "If-None-Match", "W/\"v-ba9876543210\"");

        assertThat(outdated.statusCode()).isEqualTo(200);
        assertThat(outdated.body()).isEqualTo(current.body());
        assertThat(outdated.headers().allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.headers().allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(changed.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "other"})
    void styleSheetContainsTheFilesThatItImports(String other) throws Exception {
        String version = other.isEmpty() ? version() : "v-0123456789ab";
        String whole = get("/" + version + "/css/page.css").body();

        assertThat(whole).doesNotContain("@import", "/*");
        assertThat(whole.indexOf("--paper:")).isLessThan(whole.indexOf(".header {"));
        assertThat(whole.indexOf(".header {")).isLessThan(whole.indexOf("@media print {"));
        assertThat(whole.chars().filter(c -> c == '{').count())
                .isEqualTo(whole.chars().filter(c -> c == '}').count());
        for (String part : List.of("tokens", "transcript", "print")) {
            assertThat(whole)
                    .contains(get("/" + version + "/css/" + part + ".css").body());
        }
    }

    @Test
    void scriptsAreCompressed() throws Exception {
        String current = "/" + version() + "/js/connection.js";

        assertThat(get(current, "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
                .contains("gzip");
        assertThat(get("/v-0123456789ab/js/connection.js", "Accept-Encoding", "gzip")
                        .headers()
                        .firstValue("Content-Encoding"))
                .contains("gzip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/js/none.js", "/", "", "/../application.yaml", "/%2e%2e/application.yaml", "/webjars/", "/js/"})
    void versionedPathServesNothingButStaticFiles(String path) throws Exception {
        HttpResponse<String> current = get("/" + version() + path);
        HttpResponse<String> outdated = get("/v-0123456789ab" + path);

        assertThat(current.statusCode()).isIn(400, 404);
        assertThat(outdated.statusCode()).isIn(400, 404);
        assertThat(get("/v-x/js/main.js").statusCode()).isEqualTo(404);
        assertThat(current.headers().firstValue("Cache-Control").orElse("")).doesNotContain("immutable");
    }

    private static String version() {
        return server.bean(StaticResourceVersion.class).segment();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/error", "/error?status=200", "/error;a=b", "/%65rror", "/error/", "/x/../error"})
    void pathOfErrorsIsNoPage(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }
}
