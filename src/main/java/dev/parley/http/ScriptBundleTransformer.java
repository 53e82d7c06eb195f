package dev.parley.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.resource.ResourceTransformer;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;

/**
 * Serves the main module of the page with all modules that it imports, in place of the imports: one response instead of one
 * for each module. Each module becomes the body of a function that returns its exports, after those that it imports. Modules
 * that the page imports later stay files of their own, as do all modules that they import. The modules have one form, which
 * a test checks: an import is one line with names, and an export is the declaration of a class, function or constant. Thread-safe.
 */
final class ScriptBundleTransformer implements ResourceTransformer {

    private static final String MAIN = "main.js";
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (\\{[^}\n]*}) from '\\./([a-zA-Z0-9]+)\\.js';$");
    private static final Pattern EXPORT =
            Pattern.compile("(?m)^export ((?:async )?(?:class|function\\*?|const|let) ([a-zA-Z0-9_]+))");

    /** The bundle of a server that runs from its jar, whose files do not change. */
    private volatile @Nullable String bundle;

    @Override
    public Resource transform(HttpServletRequest request, Resource resource, ResourceTransformerChain chain)
            throws IOException {
        Resource transformed = chain.transform(request, resource);
        if (!MAIN.equals(transformed.getFilename())) {
            return transformed;
        }
        String whole = bundle;
        if (whole == null) {
            whole = bundle(resource);
            bundle = resource.isFile() ? null : whole;
        }
        return new TransformedResource(transformed, whole.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a module after all modules that it imports. */
    static String bundle(Resource main) throws IOException {
        StringBuilder whole = new StringBuilder();
        String code = main.getContentAsString(StandardCharsets.UTF_8);
        append(imports(code), main, whole, new HashSet<>());
        return whole.append(withConstants(code)).toString();
    }

    private static void append(Iterable<String> names, Resource beside, StringBuilder whole, Set<String> known)
            throws IOException {
        for (String name : names) {
            if (known.add(name)) {
                String code = beside.createRelative(name + ".js").getContentAsString(StandardCharsets.UTF_8);
                append(imports(code), beside, whole, known);
                whole.append("const $")
                        .append(name)
                        .append(" = (() => {\n")
                        .append(body(code))
                        .append("})();\n");
            }
        }
    }

    private static Iterable<String> imports(String code) {
        return IMPORT.matcher(code).results().map(found -> found.group(2)).toList();
    }

    private static String body(String code) {
        StringJoiner exports = new StringJoiner(", ", "return { ", " };\n");
        EXPORT.matcher(code).results().map(found -> found.group(2)).forEach(exports::add);
        return EXPORT.matcher(withConstants(code)).replaceAll("$1") + "\n" + exports;
    }

    private static String withConstants(String code) {
        return IMPORT.matcher(code).replaceAll(ScriptBundleTransformer::constants);
    }

    private static String constants(MatchResult found) {
        return Matcher.quoteReplacement(
                "const " + found.group(1).replace(" as ", ": ") + " = $" + found.group(2) + ";");
    }
}
