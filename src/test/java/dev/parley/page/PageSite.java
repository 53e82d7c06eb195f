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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.webjars.WebJarVersionLocator;

/**
 * The page's files over HTTP, as the server hands them out: the template filled in, scripts and styles, the libraries,
 * under the same strict policy; and the JavaScript tests. Whatever a test answers itself goes through {@link #answering}.
 */
final class PageSite implements AutoCloseable {

    static final String POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    private static final Path STATIC = Path.of("src/main/resources/static");
    private static final Path SCRIPTED_TESTS = Path.of("src/test/js");

    /** What the server tells the page of itself. */
    record Settings(
            int nameLength,
            int messageLength,
            int replay,
            @Nullable Integer terminalPort,
            int historyDays,
            boolean passwordRequired,
            int people,
            List<Map<String, String>> commands) {

        static final Settings USUAL = new Settings(
                10,
                500,
                50,
                8000,
                30,
                false,
                6,
                List.of(Map.of("name", "who", "usage", "/who [PAGE]", "help", "Lists the users in the room.")));

        /** The name of the server. */
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
    private volatile Settings settings = Settings.USUAL;
    private volatile Function<URI, @Nullable String> answers = address -> null;

    PageSite() throws IOException {
        // Else every file waits 40 ms for the acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** Where it is. */
    String address(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    /** The page is handed out for such a server from now on. */
    void settings(Settings wanted) {
        settings = wanted;
    }

    /** JSON for addresses that are no files; null is 404. */
    void answering(Function<URI, @Nullable String> wanted) {
        answers = wanted;
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
        byte[] file = file(STATIC, path.substring(1));
        String answer = file == null ? answers.apply(address) : null;
        return answer == null ? file : answer.getBytes(StandardCharsets.UTF_8);
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

    /** The first language the browser asks for, if the page speaks it. */
    private static Locale languageOf(HttpExchange exchange) {
        String wanted = String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Language"));
        return wanted.startsWith("de") ? Locale.GERMAN : Locale.ENGLISH;
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
                                        "usersInLobby",
                                        settings.people(),
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

    /** Every sentence as it was written first. */
    static Map<String, String> sentences() {
        return sentences(Locale.ROOT);
    }

    /** Every sentence in a language. */
    static Map<String, String> sentences(Locale language) {
        ResourceBundle bundle = ResourceBundle.getBundle(
                "messages",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        Map<String, String> sentences = new TreeMap<>();
        bundle.keySet().forEach(key -> sentences.put(key, bundle.getString(key)));
        return sentences;
    }

    /** The page's scripts by name. */
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
