package dev.parley.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/** Checks that the page is rendered once, and again when it changes. The name of the template is the template. */
class PageRendererTest {

    private final PageRenderer renderer = new PageRenderer(
            engine(),
            new PageSettings("Salon", 10, 500, 900_000, 50, 8000, null, 30, 0, false, List.of()),
            new StaticResourceVersion());

    private static SpringTemplateEngine engine() {
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateResolver(new StringTemplateResolver());
        return engine;
    }

    private static PageRenderer.Lobby lobby(int people, String name) {
        return new PageRenderer.Lobby(people, List.of(name));
    }

    private byte[] html(Locale language, int users) {
        return renderer.render(language, null, lobby(users, "ada"), null).html();
    }

    @Test
    void samePageIsRenderedOnce() {
        assertThat(html(Locale.ENGLISH, 3)).isSameAs(html(Locale.UK, 3)).isEqualTo("parley".getBytes(UTF_8));
    }

    @Test
    void languagePathAndUsersMakeAnotherPage() {
        byte[] page = html(Locale.ENGLISH, 3);
        assertThat(html(Locale.GERMAN, 3)).isNotSameAs(page);
        assertThat(html(Locale.ENGLISH, 4)).isNotSameAs(page);
        assertThat(renderer.render(Locale.ENGLISH, "/chat/", lobby(3, "ada"), null)
                        .html())
                .isNotSameAs(page);
        assertThat(renderer.render(Locale.ENGLISH, null, lobby(3, "bob"), null).html())
                .isNotSameAs(page);
        assertThat(renderer.render(Locale.ENGLISH, null, lobby(3, "ada"), "http://10.0.0.1:8080")
                        .html())
                .isNotSameAs(page);
    }

    @Test
    void onlyTheLatestPagesAreKept() {
        byte[] first = html(Locale.ENGLISH, 0);
        byte[] second = html(Locale.ENGLISH, 1);
        for (int users = 2; users <= 16; users++) {
            html(Locale.ENGLISH, 1);
            html(Locale.ENGLISH, users);
        }
        assertThat(html(Locale.ENGLISH, 1)).isSameAs(second);
        assertThat(html(Locale.ENGLISH, 0)).isNotSameAs(first);
    }
}
