package dev.parley.config;

import dev.parley.chat.session.TransportEndpoint;
import java.net.URI;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The address of the page for other machines. Thread-safe.
 *
 * @param publicUrl the setting {@code parley.web.public-url}; null for the first address in the local network
 * @param endpoints returns the transports
 */
record PageAddress(@Nullable URI publicUrl, Supplier<Stream<TransportEndpoint>> endpoints) {

    private static final String PAGE = "Page: ";

    /** Returns an absolute URL that ends with a slash. Reads the network interfaces, which takes about a millisecond. */
    String url() {
        String url = publicUrl == null ? localUrl() : publicUrl.toString();
        return url.endsWith("/") ? url : url + "/";
    }

    private String localUrl() {
        String url = endpoints
                .get()
                .flatMap(endpoint -> endpoint.connectInstructions().stream())
                .filter(line -> line.startsWith(PAGE))
                .map(line -> line.substring(PAGE.length()))
                .findFirst()
                .orElse("http://localhost:8080");
        // A server that listens on one address only does not name localhost.
        return LanAddresses.find().stream()
                .findFirst()
                .map(address -> url.replace("//localhost", "//" + address))
                .orElse(url);
    }
}
