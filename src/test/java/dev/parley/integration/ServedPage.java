package dev.parley.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/** Starts a browser and a server before the tests of a class, and closes both after them. */
final class ServedPage implements BeforeAllCallback, AfterAllCallback {

    private final String[] options;
    private AutoCloseable[] opened = {};
    private Browsers browsers;
    private ServerProcess server;

    private ServedPage(String... options) {
        this.options = options;
    }

    /** Creates an extension whose server is started with these command-line options. */
    static ServedPage with(String... options) {
        return new ServedPage(options);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        browsers = Browsers.launch();
        Path folder = Files.createTempDirectory("parley-served-page");
        opened = new AutoCloseable[] {browsers, () -> FileSystemUtils.deleteRecursively(folder)};
        server = ServerProcess.start(folder, options);
        opened = new AutoCloseable[] {server, browsers, () -> FileSystemUtils.deleteRecursively(folder)};
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    /** Returns the browser. */
    Browsers browsers() {
        return browsers;
    }

    /** Returns the server. */
    ServerProcess server() {
        return server;
    }

    /** Returns the address of the page, without a slash at its end. */
    String home() {
        return server.page().toString().replaceFirst("/$", "");
    }
}
