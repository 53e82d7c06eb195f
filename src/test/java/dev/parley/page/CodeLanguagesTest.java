package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.webjars.WebJarVersionLocator;

/** Checks that the jar has exactly those files of Prism that the page loads. */
class CodeLanguagesTest {

    private static final Pattern INCLUDED = Pattern.compile("components/prism-([a-z]+)\\.min\\.js</include>");
    private static final Pattern LANGUAGE = Pattern.compile("(?m)^ {4}([a-z]+): \\[");
    private static final Pattern NEEDED = Pattern.compile("(?m)^ {2}[a-z]+: \\['([a-z]+)'\\]");

    @Test
    void jarHasTheFilesOfTheLanguagesThatThePageNames() throws IOException {
        String script = PageSite.scripts().get("codeLanguages.js");
        Set<String> named = new TreeSet<>(Set.of("core"));
        named.addAll(found(LANGUAGE, script));
        named.addAll(found(NEEDED, script));

        assertThat(named).hasSizeGreaterThan(15);
        assertThat(found(INCLUDED, Files.readString(Path.of("pom.xml")))).isEqualTo(named);
        assertThat(named)
                .allSatisfy(language -> assertThat(new WebJarVersionLocator()
                                .fullPath("prismjs", "components/prism-" + language + ".min.js"))
                        .isNotNull());
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(one -> one.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
