package dev.parley.websocket;

import org.springframework.util.AntPathMatcher;

/**
 * Matches destinations like its superclass, which splits a destination again for each pattern. Looks for the literal start
 * and end of a pattern first, because each message is compared with all patterns of {@link MessageController}. Thread-safe.
 */
final class DestinationMatcher extends AntPathMatcher {

    @Override
    public boolean match(String pattern, String path) {
        return hasLiterals(pattern, path) && super.match(pattern, path);
    }

    private static boolean hasLiterals(String pattern, String path) {
        int first = 0;
        while (first < pattern.length() && "*?{".indexOf(pattern.charAt(first)) < 0) {
            first++;
        }
        if (first == pattern.length()) {
            return path.endsWith(pattern);
        }
        int end = Math.max(pattern.lastIndexOf('*'), Math.max(pattern.lastIndexOf('?'), pattern.lastIndexOf('}'))) + 1;
        // A pattern that ends with /** matches the path before it, too.
        return path.endsWith(pattern.substring(end))
                && path.contains(pattern.substring(0, Math.max(0, pattern.lastIndexOf('/', first))));
    }
}
