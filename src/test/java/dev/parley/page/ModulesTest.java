package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.parley.integration.Browsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Runs the JavaScript tests of the page's modules in Chromium and reports each by its name. */
@Tag("javascript")
class ModulesTest {

    private static Browsers browsers;
    private static PageSite site;

    @BeforeAll
    static void open() throws IOException {
        browsers = Browsers.launch();
        site = new PageSite();
    }

    @AfterAll
    static void close() {
        if (site != null) {
            site.close();
        }
        if (browsers != null) {
            browsers.close();
        }
    }

    @TestFactory
    List<DynamicContainer> modules() throws IOException {
        List<DynamicContainer> modules = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/js"));
                BrowserContext context = browsers.context()) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith("-test.js")) {
                    modules.add(DynamicContainer.dynamicContainer(name, results(context, name)));
                }
            }
        }
        assertThat(modules).isNotEmpty();
        return modules;
    }

    @SuppressWarnings(
            "unchecked") // Playwright returns JSON as Object; the harness returns a list of objects with strings
    private static List<DynamicTest> results(BrowserContext context, String module) {
        try (Page page = context.newPage()) {
            page.navigate(site.address("/test/run.html"));
            List<Map<String, String>> results = (List<Map<String, String>>)
                    page.evaluate("async (name) => (await import('/test/harness.js')).run('/test/' + name)", module);
            assertThat(results).as("tests in %s", module).isNotEmpty();
            return results.stream()
                    .map(result -> DynamicTest.dynamicTest(
                            result.get("name"),
                            () -> assertThat(result.get("fault"))
                                    .as(result.get("name"))
                                    .isEmpty()))
                    .toList();
        }
    }
}
