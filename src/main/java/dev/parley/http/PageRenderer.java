package dev.parley.http;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/**
 * Renders the page. Keeps the latest pages: without that, a request takes 4 times the CPU time. Thread-safe.
 */
@Component
final class PageRenderer {

    /** The pages that are kept, of about 25 kB each. */
    private static final int MOST_PAGES = 16;

    private final ITemplateEngine templates;
    private final PageMessages messages = new PageMessages();
    private final Map<String, Object> settings;

    private final Map<Variant, byte[]> pages =
            Collections.synchronizedMap(new LinkedHashMap<>(MOST_PAGES * 2, 0.75F, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Variant, byte[]> eldest) {
                    return size() > MOST_PAGES;
                }
            });

    /** The values on which the page depends, beside the settings. */
    private record Variant(
            String language,
            @Nullable String basePath,
            @Nullable Lobby lobby,
            @Nullable String address) {}

    /**
     * The users of the lobby.
     *
     * @param people the number of users
     * @param names the first nicknames
     */
    record Lobby(int people, List<String> names) {

        /** A lobby without users. */
        static final Lobby EMPTY = new Lobby(0, List.of());

        /** Copies the names. */
        Lobby {
            names = List.copyOf(names);
        }
    }

    /**
     * The page in a language.
     *
     * @param language the language tag, such as {@code en}
     * @param html the page in UTF-8
     */
    @SuppressWarnings("ArrayRecordComponent") // The response writes the array; a copy per request would cost its size.
    record Page(String language, byte[] html) {}

    PageRenderer(ITemplateEngine templates, PageSettings settings, StaticResourceVersion version) {
        this.templates = templates;
        this.settings = Map.of("settings", settings, "staticPath", version.segment() + "/");
    }

    /**
     * Returns the page.
     *
     * @param wanted the preferred language of the client
     * @param basePath the path that the page is hosted below, with a slash at its end; null for the root
     * @param lobby the users of the lobby; null if they are not published
     * @param address the address of the page for other devices; null for that of the request
     */
    Page render(Locale wanted, @Nullable String basePath, @Nullable Lobby lobby, @Nullable String address) {
        String language = messages.language(wanted);
        Variant variant = new Variant(language, basePath, lobby, address);
        byte[] kept = pages.get(variant);
        if (kept == null) {
            kept = render(variant);
            pages.put(variant, kept);
        }
        return new Page(language, kept);
    }

    /** Returns the sentences for replies of the server in a language, by code. */
    Map<String, String> replies(Locale wanted) {
        return messages.replies(wanted);
    }

    /** Returns the page for the time while the server is unreachable, of about 1 kB. */
    Page renderOffline(Locale wanted) {
        String language = messages.language(wanted);
        Map<String, @Nullable Object> variables = new HashMap<>(settings);
        variables.put("language", language);
        Context context = new Context(Locale.forLanguageTag(language), variables);
        return new Page(language, templates.process("offline", context).getBytes(StandardCharsets.UTF_8));
    }

    private byte[] render(Variant variant) {
        Locale locale = Locale.forLanguageTag(variant.language());
        Map<String, @Nullable Object> variables = new HashMap<>(settings);
        variables.put("basePath", variant.basePath());
        variables.put("lobby", variant.lobby());
        variables.put("address", variant.address());
        variables.put("qr", variant.address() == null ? null : QrSquares.of(variant.address()));
        variables.put("language", variant.language());
        variables.put("wording", messages.in(locale));
        return templates.process("parley", new Context(locale, variables)).getBytes(StandardCharsets.UTF_8);
    }
}
