package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks rules for all stylesheets of the page. */
class StylesTest {

    private static final Map<String, String> STYLES = new TreeMap<>();

    /** The style sheet that imports the others. */
    private static String whole = "";

    @BeforeAll
    static void read() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/static/css"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                STYLES.put(file.getFileName().toString(), Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", ""));
            }
        }
        whole = STYLES.remove("page.css");
        assertThat(STYLES).hasSizeGreaterThan(10);
    }

    private static void assertNowhere(String what, String pattern) {
        STYLES.forEach(
                (name, style) -> assertThat(style).as("%s in %s", what, name).doesNotContainPattern(pattern));
    }

    @Test
    void pageImportsEachStyleSheetOnceButTheDarkTheme() {
        List<String> imported = whole.lines().filter(line -> !line.isBlank()).toList();

        assertThat(imported)
                .extracting(line -> line.replaceFirst("^@import \"([a-z]+\\.css)\"( print)?;$", "$1"))
                .containsExactlyInAnyOrderElementsOf(STYLES.keySet().stream()
                        .filter(name -> !name.equals("dark.css"))
                        .toList());
        assertThat(imported).startsWith("@import \"tokens.css\";").endsWith("@import \"print.css\" print;");
    }

    @Test
    void stylesUseLogicalDirectionsOnly() {
        assertNowhere(
                "left and right",
                "(?m)^\\s*((margin|padding|border)-(left|right|top|bottom)|left|right|top|bottom|float)\\b[^:]*:");
        assertNowhere("widths and heights", "(?m)^\\s*((min|max)-)?(width|height)\\s*:");
        assertNowhere("aligned texts", "text-align:\\s*(left|right)");
    }

    @Test
    void fontsAreThoseOfTheSystemAndNothingIsLoaded() {
        assertNowhere("fonts", "@font-face");
        assertNowhere("addresses", "url\\(|@import|https?:");
        assertThat(STYLES.get("tokens.css")).contains("--font: system-ui");
    }

    @Test
    void stylesHaveNoGradientsAndShadowsOfFloatingPartsOnly() {
        assertNowhere("gradients", "gradient\\(");
        assertNowhere("shadows", "(box-shadow|drop-shadow|text-shadow)\\b(?!: (inset|var\\(--floating\\)))");
    }

    @Test
    void coloursAreDefinedInTheThemesOnly() {
        STYLES.forEach((name, style) -> {
            if (!name.equals("tokens.css") && !name.equals("dark.css")) {
                assertThat(style).as(name).doesNotContainPattern("#[0-9a-f]{3,8}\\s*[;)]|rgb\\(");
            }
        });
    }
}
