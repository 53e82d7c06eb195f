package dev.parley.http;

import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The sentences of the page in all languages. Thread-safe. */
final class PageMessages {

    private static final String BUNDLE = "messages";

    /** The keys of the sentences for replies, which the page loads after the first screen. */
    private static final String SENTENCE = "sentence.";

    /** The language of the sentences without a translation. */
    private static final Locale ORIGINAL = Locale.ENGLISH;

    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final Map<Locale, Map<String, String>> known = new ConcurrentHashMap<>();

    /** Returns the supported language that is nearest to the requested one, such as {@code en}. */
    String language(Locale wanted) {
        Locale found = bundle(wanted).getLocale();
        return (found.equals(Locale.ROOT) ? ORIGINAL : found).toLanguageTag();
    }

    /** Returns the sentences of the page in a language, by key. */
    Map<String, String> in(Locale wanted) {
        return known.computeIfAbsent(bundle(wanted).getLocale(), found -> read(wanted));
    }

    private static Map<String, String> read(Locale wanted) {
        ResourceBundle bundle = bundle(wanted);
        Map<String, String> sentences = new TreeMap<>();
        bundle.keySet().stream()
                .filter(key -> !key.startsWith(SENTENCE))
                .forEach(key -> sentences.put(key, bundle.getString(key)));
        return sentences;
    }

    /** Returns the sentences for replies of the server in a language, by code; none in the language of the server. */
    Map<String, String> replies(Locale wanted) {
        ResourceBundle bundle = bundle(wanted);
        Map<String, String> sentences = new TreeMap<>();
        bundle.keySet().stream()
                .filter(key -> key.startsWith(SENTENCE))
                .forEach(key -> sentences.put(key.substring(SENTENCE.length()), bundle.getString(key)));
        return sentences;
    }

    private static ResourceBundle bundle(Locale wanted) {
        return ResourceBundle.getBundle(BUNDLE, wanted, NO_FALLBACK);
    }
}
