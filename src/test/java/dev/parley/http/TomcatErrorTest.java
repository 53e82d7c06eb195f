package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.TrustedProxies;
import dev.parley.chat.room.AdmissionLimits;
import dev.parley.chat.session.RequestLimiter;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** Checks the answers to requests that Tomcat refuses by itself. */
class TomcatErrorTest {

    private static ConfigurableApplicationContext server;

    /** Declares its beans, because a scan would find the whole server. */
    @EnableAutoConfiguration
    @Import(SecurityHeadersFilter.class)
    @ComponentScan("dev.parley.http.tomcat")
    static class Wiring {

        @Bean
        RequestLimiter requestLimiter() {
            return new RequestLimiter(AdmissionLimits.PerAddress.NONE, 200, 2, System::nanoTime);
        }

        @Bean
        TrustedProxies trustedProxies() {
            return TrustedProxies.NONE;
        }
    }

    @BeforeAll
    static void start() {
        server = new SpringApplicationBuilder(Wiring.class).run("--server.port=0");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<String> requests() {
        String host = "Host: localhost\r\n\r\n";
        return Stream.of(
                "TRACE / HTTP/1.1\r\n" + host,
                "GET / HTTP/9.9\r\n" + host,
                "GET / HTTP/1.1.1\r\n" + host,
                "GET /\u0001 HTTP/1.1\r\n" + host,
                "G\u0001T / HTTP/1.1\r\n" + host,
                "not a request at all\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: b@d host\r\n\r\n",
                "GET / HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n" + host,
                "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n" + host,
                "GET /%zz HTTP/1.1\r\n" + host,
                "GET /?q=%FF HTTP/1.1\r\n" + host,
                "GET /?q=%zz HTTP/1.1\r\n" + host,
                "GET /?q=%C0%AF HTTP/1.1\r\n" + host,
                "GET /?%FF=q HTTP/1.1\r\n" + host,
                "GET /?" + "q=1&".repeat(1_500) + " HTTP/1.1\r\n" + host,
                "POST /?q=%FF HTTP/1.1\r\nContent-Length: 5\r\n" + host,
                "GET /%00 HTTP/1.1\r\n" + host,
                "GET /a%2fb HTTP/1.1\r\n" + host,
                "GET /%5c HTTP/1.1\r\n" + host,
                "GET /../../x HTTP/1.1\r\n" + host,
                "GET /{x} HTTP/1.1\r\n" + host,
                "GET http:/// HTTP/1.1\r\n" + host,
                "POST / HTTP/1.1\r\nTransfer-Encoding: rot13\r\n" + host,
                "POST / HTTP/1.1\r\nContent-Length: -1\r\n" + host,
                "POST / HTTP/1.1\r\nContent-Length: abc\r\n" + host,
                "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n" + host,
                "GET / HTTP/1.1\r\nExpect: nothing\r\n" + host,
                "GET / HTTP/1.1\r\nBad Header: x\r\n" + host,
                "CONNECT localhost:1 HTTP/1.1\r\n" + host,
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void refusedRequestIsAnsweredWithSecurityHeadersAndAShortBody(String request) throws Exception {
        String answer = answer(request);
        int end = answer.indexOf("\r\n\r\n");
        List<String> headers = answer.substring(0, end)
                .lines()
                .skip(1)
                .map(line -> line.toLowerCase(Locale.ROOT))
                .toList();
        String body = answer.substring(end + 4);

        assertThat(answer).matches("(?s)HTTP/1\\.1 (4|5)[0-9]{2} .*");
        assertThat(headers)
                .contains(
                        "x-content-type-options: nosniff",
                        "cross-origin-resource-policy: same-origin",
                        "cache-control: no-store",
                        "x-frame-options: deny",
                        "referrer-policy: no-referrer")
                .anyMatch(header -> header.startsWith("content-security-policy: default-src 'self'"))
                .anyMatch(header -> header.startsWith("permissions-policy: camera=()"))
                .noneMatch(header -> header.startsWith("server:"));
        assertThat(body).hasSizeLessThan(200).doesNotContainIgnoringCase("tomcat", "exception", "<");
    }

    private static String answer(String request) throws IOException {
        int port = server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
