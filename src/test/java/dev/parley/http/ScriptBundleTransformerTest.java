package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.FileSystemResource;

/** Checks the bundle of the modules of the page. */
class ScriptBundleTransformerTest {

    private static final Path MODULES = Path.of("src/main/resources/static/js");

    @Test
    void moduleFollowsTheModulesThatItImportsAndIsContainedOnce(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("main.js"),
                "import { one } from './one.js';\nimport { two as other } from './two.js';\none(other);\n");
        Files.writeString(
                folder.resolve("one.js"),
                "import { two } from './two.js';\nexport function one() {\n  return two;\n}\n");
        Files.writeString(folder.resolve("two.js"), "export const two = 2;\nexport class Two {}\n");

        assertThat(ScriptBundleTransformer.bundle(new FileSystemResource(folder.resolve("main.js"))))
                .isEqualTo("""
                        const $two = (() => {
                        const two = 2;
                        class Two {}

                        return { two, Two };
                        })();
                        const $one = (() => {
                        const { two } = $two;
                        function one() {
                          return two;
                        }

                        return { one };
                        })();
                        const { one } = $one;
                        const { two: other } = $two;
                        one(other);
                        """);
    }

    @Test
    void bundleOfThePageHasNoImportsButThoseOfPartsOnDemand() throws IOException {
        String bundle = ScriptBundleTransformer.bundle(new FileSystemResource(MODULES.resolve("main.js")));

        assertThat(bundle).doesNotContainPattern("(?m)^\\s*(import|export)\\b(?! *\\()");
        assertThat(bundle).contains("const $session = ", "import('./preferencesDialog.js')");
    }

    /** A module of another form would be a part of the bundle with a syntax error. */
    @Test
    void modulesImportAndExportInOneForm() throws IOException {
        Pattern imports = Pattern.compile("import \\{ [\\w$, ]+ } from '\\./[a-zA-Z0-9]+\\.js';");
        Pattern exports = Pattern.compile("export (async )?(class|function\\*?|const|let) .*");
        try (var files = Files.list(MODULES)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                List<String> lines = Files.readAllLines(file);
                assertThat(lines)
                        .filteredOn(line -> line.startsWith("import "))
                        .allMatch(line -> imports.matcher(line).matches());
                assertThat(lines)
                        .filteredOn(line -> line.startsWith("export"))
                        .allMatch(line -> exports.matcher(line).matches());
            }
        }
    }
}
