package dev.parley.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.files.image.TestImages;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Checks the downloads of files, also of those that would harm other users. */
class FileDownloadTest extends FileRequestsTestBase {

    @Test
    void imageIsShownWithItsTypeAndNoRights() throws Exception {
        byte[] png = TestImages.redAndBlue("png", 640, 480);
        HttpResponse<String> stored = upload("cat.txt", png);
        JsonNode answer = JSON.readTree(stored.body());
        String path = answer.get("path").asString();

        HttpResponse<byte[]> shown = get(path);
        HttpResponse<byte[]> small = get(path.substring(0, path.lastIndexOf('/')) + "/thumbnail");

        assertThat(answer.get("text").asString())
                .isEqualTo("[image: cat.txt, 640×480, http://192.0.2.7:8080/" + path + "]");
        assertThat(path).matches("files/[A-Za-z0-9_-]{22}/cat.txt");
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(header(shown, "Content-Type")).isEqualTo("image/png");
        assertThat(header(shown, "Content-Disposition")).startsWith("inline").contains("cat.txt");
        assertThat(header(shown, "Content-Security-Policy"))
                .contains("default-src 'none'")
                .contains("sandbox");
        assertThat(header(shown, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(shown, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(header(shown, "Cache-Control")).contains("private").contains("immutable");
        assertThat(header(shown, "Content-Length")).isEqualTo("" + shown.body().length);
        assertThat(header(small, "Content-Type")).isEqualTo("image/jpeg");
        assertThat(header(small, "Content-Security-Policy")).contains("sandbox");
    }

    @Test
    void headersComeWithoutTheFile() throws Exception {
        String path = path("a.txt", new byte[100]);

        HttpResponse<String> head = CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/" + path))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Content-Length")).isEqualTo("100");
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "page.html,<!doctype html><script>alert(1)</script>",
        "picture.png,<!doctype html><script>alert(1)</script>",
        "drawing.svg,<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "report.pdf,%PDF-1.7",
        "feed.xml,<?xml version='1.0'?><x/>"
    })
    void everythingElseIsOnlyDownloaded(String name, String content) throws Exception {
        String path = path(name, content.getBytes(UTF_8));

        HttpResponse<byte[]> answer = get(path);

        assertThat(new String(answer.body(), UTF_8)).isEqualTo(content);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(answer, "Content-Disposition"))
                .startsWith("attachment")
                .contains(name);
        assertThat(header(answer, "Content-Security-Policy")).contains("sandbox");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(get(path.substring(0, path.lastIndexOf('/')) + "/thumbnail").statusCode())
                .isEqualTo(404);
    }

    @Test
    void pageWithinAnImageIsRemoved() throws Exception {
        byte[] png = TestImages.redAndBlue("png", 64, 64);
        byte[] comment = TestImages.latin("\u0000\u0000\u0000\u0000tEXt" + HTML);
        comment[3] = (byte) (comment.length - 8);
        byte[] polyglot = TestImages.pngWith(png, TestImages.join(comment, new byte[4]), TestImages.latin(HTML));

        HttpResponse<byte[]> answer = get(path("page.html", polyglot));

        assertThat(header(answer, "Content-Type")).isEqualTo("image/png");
        assertThat(new String(answer.body(), ISO_8859_1)).doesNotContain("script");
    }

    @Test
    void photoLosesItsPosition() throws Exception {
        HttpResponse<byte[]> answer = get(path("me.jpg", TestImages.photo(TestImages.redAndBlue("jpeg", 300, 200), 6)));

        assertThat(header(answer, "Content-Type")).isEqualTo("image/jpeg");
        assertThat(new String(answer.body(), ISO_8859_1)).doesNotContain("GPS").doesNotContain("13.40");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "files/aaaaaaaaaaaaaaaaaaaaaa/a",
                "files/short/a",
                "files/..%2f..%2fproperties/a",
                "files/%2e%2e/properties",
                "files/messages/a"
            })
    void unknownTokenIsNotFound(String path) throws Exception {
        assertThat(get(path).statusCode()).isIn(400, 404);
    }

    @Test
    void nameOfThePathHasNoMeaning() throws Exception {
        String path = path("a.txt", "hello".getBytes(UTF_8));
        String token = path.substring(0, path.lastIndexOf('/'));

        assertThat(get(token + "/other.html").body()).isEqualTo("hello".getBytes(UTF_8));
        assertThat(header(get(token + "/properties"), "Content-Disposition")).contains("a.txt");
        assertThat(header(get(token + "/page.html"), "Content-Type")).isEqualTo("application/octet-stream");
    }

    @Test
    void namesReachTheHeaderOnOneLine() throws Exception {
        String path = path("a\r\nSet-Cookie: x=1\"; \u30c6.txt", new byte[1]);

        HttpResponse<byte[]> answer = get(path);

        assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
        assertThat(header(answer, "Content-Disposition"))
                .startsWith("attachment; ")
                .contains("%E3%83%86.txt");
    }
}
