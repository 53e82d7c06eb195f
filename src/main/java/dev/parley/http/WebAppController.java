package dev.parley.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Serves what a browser needs to install the page as an application, and to show a page while the server is unreachable. */
@Controller
class WebAppController {

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final MediaType SCRIPT = new MediaType("text", "javascript", StandardCharsets.UTF_8);
    private static final MediaType MANIFEST = new MediaType("application", "manifest+json", StandardCharsets.UTF_8);

    /** The colors of the light theme, {@code --surface} and {@code --page}; the page itself has those of both themes. */
    private static final String THEME_COLOR = "#ffffff";

    private static final String BACKGROUND_COLOR = "#f6f7f3";

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final PageRenderer renderer;
    private final byte[] manifest;
    private final byte[] worker;

    /** Reads the service worker from the class path. */
    WebAppController(PageRenderer renderer, PageSettings settings, StaticResourceVersion version) throws IOException {
        this.renderer = renderer;
        this.manifest = JSON.writeValueAsBytes(Manifest.of(settings.name(), version.segment() + "/icons/"));
        try (InputStream in = new ClassPathResource("static/worker/serviceWorker.js").getInputStream()) {
            this.worker = in.readAllBytes();
        }
    }

    /** A web app manifest (W3C). All addresses are relative to it. */
    private record Manifest(
            String name,
            String shortName,
            String startUrl,
            String scope,
            String display,
            String themeColor,
            String backgroundColor,
            List<Icon> icons) {

        static Manifest of(String name, String folder) {
            return new Manifest(
                    name,
                    name,
                    ".",
                    ".",
                    "standalone",
                    THEME_COLOR,
                    BACKGROUND_COLOR,
                    List.of(
                            new Icon(folder + "app-192.png", "192x192", "image/png", "any"),
                            new Icon(folder + "app-512.png", "512x512", "image/png", "any"),
                            new Icon(folder + "app-maskable.png", "512x512", "image/png", "maskable"),
                            new Icon(folder + "calm.svg", "any", "image/svg+xml", "any")));
        }
    }

    private record Icon(String src, String sizes, String type, String purpose) {}

    /** Returns the web app manifest. */
    @GetMapping("/manifest.webmanifest")
    ResponseEntity<byte[]> manifest() {
        return ResponseEntity.ok().contentType(MANIFEST).body(manifest);
    }

    /** Returns the service worker. Its path has no version, because its scope is the folder that it is in. */
    @GetMapping("/service-worker.js")
    ResponseEntity<byte[]> serviceWorker() {
        return ResponseEntity.ok().contentType(SCRIPT).body(worker);
    }

    /** Returns the page that the service worker shows while the server is unreachable, in the language of the chat. */
    @GetMapping("/offline")
    ResponseEntity<byte[]> offline(
            Locale locale, @CookieValue(name = "language", required = false) @Nullable String chosen) {
        PageRenderer.Page page =
                renderer.renderOffline(chosen == null || chosen.isEmpty() ? locale : Locale.forLanguageTag(chosen));
        return ResponseEntity.ok()
                .contentType(HTML)
                .header(HttpHeaders.CONTENT_LANGUAGE, page.language())
                .body(page.html());
    }
}
