package dev.parley.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.resource.ResourceTransformer;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;

/**
 * Serves a style sheet with the content of the files that it imports, in place of the {@code @import} lines: one response
 * instead of one for each file. An import with a medium becomes a block for this medium. Thread-safe.
 */
final class StyleImportTransformer implements ResourceTransformer {

    private static final Pattern IMPORT = Pattern.compile("(?m)^@import \"([a-z]+\\.css)\"(?: ([a-z]+))?;\n");

    @Override
    public Resource transform(HttpServletRequest request, Resource resource, ResourceTransformerChain chain)
            throws IOException {
        Resource transformed = chain.transform(request, resource);
        String name = transformed.getFilename();
        if (name == null || !name.endsWith(".css")) {
            return transformed;
        }
        String sheet = transformed.getContentAsString(StandardCharsets.UTF_8);
        Matcher imports = IMPORT.matcher(sheet);
        if (!imports.find()) {
            return transformed;
        }
        String whole = imports.replaceAll(found -> Matcher.quoteReplacement(imported(resource, found)));
        return new TransformedResource(transformed, whole.getBytes(StandardCharsets.UTF_8));
    }

    private static String imported(Resource sheet, MatchResult found) {
        try {
            String content = sheet.createRelative(found.group(1)).getContentAsString(StandardCharsets.UTF_8);
            return found.group(2) == null ? content : "@media " + found.group(2) + " {\n" + content + "}\n";
        } catch (IOException e) {
            throw new UncheckedIOException("The style sheet " + found.group(1) + " cannot be read.", e);
        }
    }
}
