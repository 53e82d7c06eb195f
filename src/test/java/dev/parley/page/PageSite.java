package dev.parley.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.webjars.WebJarVersionLocator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves the files of the page over HTTP like the real server, with the same Content-Security-Policy: the template,
 * scripts, styles and libraries; also the JavaScript tests. A test may respond to other addresses with
 * {@link #respondWith}.
 */
final class PageSite implements AutoCloseable {

    static final String POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    private static final Path STATIC = Path.of("src/main/resources/static");
    private static final Pattern IMPORT = Pattern.compile("@import \"([a-z]+\\.css)\"( print)?;");
    private static final Path SCRIPTED_TESTS = Path.of("src/test/js");

    /** The settings of the server that the page shows. */
    record Settings(
            int nameLength,
            int messageLength,
            int replay,
            @Nullable Integer terminalPort,
            int historyDays,
            boolean passwordRequired,
            int people,
            List<Map<String, String>> commands) {

        static final Settings DEFAULT = new Settings(
                10,
                500,
                50,
                8000,
                30,
                false,
                6,
                List.of(Map.of("name", "who", "usage", "/who [PAGE]", "help", "Lists the users in the room.")));

        /** Returns the time for which messages can be changed: 100 years, as messages of tests have fixed times. */
        public long editWindowMillis() {
            return Duration.ofDays(36_500).toMillis();
        }

        /** Returns the most bytes of a file. */
        public long fileSize() {
            return 10_000_000;
        }

        /** Returns no address in a local network. */
        public @Nullable String lanAddress() {
            return null;
        }

        /** Returns the name of the server. */
        public String name() {
            return "Parley";
        }

        Settings withPassword() {
            return new Settings(nameLength, messageLength, replay, terminalPort, historyDays, true, people, commands);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final WebJarVersionLocator libraries = new WebJarVersionLocator();
    private final SpringTemplateEngine templates = templates();
    private volatile Settings settings = Settings.DEFAULT;
    private volatile Function<URI, @Nullable String> responses = address -> null;

    PageSite() throws IOException {
        // Without this, each file waits 40 ms for the acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** Returns the address of a path. */
    String address(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    /** Changes the settings of the server that the page shows. */
    void setSettings(Settings value) {
        settings = value;
    }

    /** Sets the JSON responses for addresses without a file; null results in 404. */
    void respondWith(Function<URI, @Nullable String> value) {
        responses = value;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            exchange.getResponseHeaders().set("Content-Type", typeOf(path));
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            byte[] body = path.equals("/") ? page(languageOf(exchange)) : content(path, exchange.getRequestURI());
            exchange.sendResponseHeaders(
                    body == null ? 404 : 200, body == null ? -1 : body.length == 0 ? -1 : body.length);
            if (body != null) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private byte @Nullable [] content(String path, URI address) throws IOException {
        if (path.startsWith("/webjars/")) {
            return library(path.substring("/webjars/".length()));
        }
        if (path.startsWith("/test/")) {
            return file(SCRIPTED_TESTS, path.substring("/test/".length()));
        }
        if (path.equals("/replies")) {
            return replies(Locale.forLanguageTag(address.getQuery().substring("language=".length())));
        }
        if (path.equals("/css/page.css")) {
            return styleSheet();
        }
        byte[] file = file(STATIC, path.substring(1));
        String answer = file == null ? responses.apply(address) : null;
        return answer == null ? file : answer.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the sentences for replies of the server by code, as the real server does. */
    private static byte[] replies(Locale language) {
        Map<String, String> replies = new TreeMap<>();
        sentences(language).forEach((key, sentence) -> {
            if (key.startsWith("sentence.")) {
                replies.put(key.substring("sentence.".length()), sentence);
            }
        });
        return JsonMapper.shared().writeValueAsBytes(replies);
    }

    /** Returns the style sheet with the files that it imports, as the real server does. */
    private static byte[] styleSheet() throws IOException {
        StringBuilder whole = new StringBuilder();
        for (String line : Files.readAllLines(STATIC.resolve("css/page.css"))) {
            Matcher imported = IMPORT.matcher(line);
            if (imported.matches()) {
                String content = Files.readString(STATIC.resolve("css").resolve(imported.group(1)));
                whole.append(imported.group(2) == null ? content : "@media print {" + content + "}");
            }
        }
        return whole.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] file(Path root, String path) throws IOException {
        Path file = root.resolve(path).normalize();
        return file.startsWith(root) && Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
    }

    private byte @Nullable [] library(String path) throws IOException {
        int slash = path.indexOf('/');
        String full = libraries.fullPath(path.substring(0, slash), path.substring(slash + 1));
        if (full == null) {
            return null;
        }
        try (InputStream in = getClass().getClassLoader().getResourceAsStream(full)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    /** Returns the first language that the browser accepts, if the page supports it. */
    private static Locale languageOf(HttpExchange exchange) {
        String value = String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Language"));
        return value.startsWith("de") ? Locale.GERMAN : Locale.ENGLISH;
    }

    private byte[] page(Locale language) {
        return templates
                .process(
                        "parley",
                        new Context(
                                language,
                                Map.of(
                                        "settings",
                                        settings,
                                        "lobby",
                                        Map.of("people", settings.people(), "names", List.of("grace", "ken")),
                                        "language",
                                        language.getLanguage(),
                                        "staticPath",
                                        "",
                                        "wording",
                                        sentences(language))))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static SpringTemplateEngine templates() {
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver();
        resolver.setPrefix("templates/");
        resolver.setSuffix(".html");
        resolver.setCharacterEncoding("UTF-8");
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateResolver(resolver);
        engine.setTemplateEngineMessageSource(messages);
        return engine;
    }

    /** Returns all sentences of the default bundle by key. */
    static Map<String, String> sentences() {
        return sentences(Locale.ROOT);
    }

    /** Returns all sentences of a language by key. */
    static Map<String, String> sentences(Locale language) {
        ResourceBundle bundle = ResourceBundle.getBundle(
                "messages",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        Map<String, String> sentences = new TreeMap<>();
        bundle.keySet().forEach(key -> sentences.put(key, bundle.getString(key)));
        return sentences;
    }

    /** Returns the scripts of the page by name. */
    static Map<String, String> scripts() {
        Map<String, String> scripts = new TreeMap<>();
        try (var files = Files.list(STATIC.resolve("js"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                scripts.put(file.getFileName().toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scripts;
    }

    private static String typeOf(String path) {
        String ending = path.substring(path.lastIndexOf('.') + 1);
        return switch (ending) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "png" -> "image/png";
            default ->
                path.startsWith("/rooms/") || path.startsWith("/ws/") ? "application/json" : "text/html; charset=utf-8";
        };
    }
}
