package dev.parley.http.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.servlet.BodyBudget;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/** Checks the responses to clients that stop to send the body of a request, or send no valid one. */
class StalledBodyTest {

    private static final int SILENCE_MILLIS = 1_000;

    private final ApiServer server = new ApiServer(Map.of(), ShortSilence.class);

    /** Shortens the time for which the container waits for bytes. */
    static class ShortSilence {
        @Bean
        WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> shortSilence() {
            return factory -> factory.addConnectorCustomizers(
                    connector -> connector.setProperty("connectionTimeout", Integer.toString(SILENCE_MILLIS)));
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void bodyThatStallsIsRefusedWithASentenceAndItsMemoryIsFree() throws Exception {
        try (Socket client = new Socket("localhost", server.port())) {
            client.setSoTimeout(15_000);
            client.getOutputStream()
                    .write(("POST /api/v1/rooms/lobby/messages HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Origin: https://chat.example\r\nContent-Length: 100\r\n\r\nthe build is")
                            .getBytes(US_ASCII));
            String response = new String(client.getInputStream().readAllBytes(), UTF_8);

            assertThat(response)
                    .startsWith("HTTP/1.1 408 ")
                    .containsIgnoringCase("\r\nConnection: close\r\n")
                    .contains("application/problem+json", "Access-Control-Allow-Origin: https://chat.example")
                    .contains("\"code\":\"body-too-slow\"")
                    .containsOnlyOnce("\"status\"");
        }
        await().atMost(Duration.ofSeconds(5))
                .until(() -> server.bean(BodyBudget.class).used() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-2\r\n", "zz\r\n", "FFFFFFFFFFFFFFFFF\r\n", "2\r\nhiX0\r\n\r\n"})
    void bodyInMalformedChunksIsRefusedWithASentenceAndItsMemoryIsFree(String chunks) throws Exception {
        try (Socket client = new Socket("localhost", server.port())) {
            client.setSoTimeout(15_000);
            client.getOutputStream()
                    .write(("POST /api/v1/rooms/lobby/messages HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n" + chunks)
                            .getBytes(US_ASCII));
            String response = new String(client.getInputStream().readAllBytes(), UTF_8);

            assertThat(response)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("application/problem+json", "\"code\":\"malformed\"")
                    .containsOnlyOnce("\"status\"");
        }
        await().atMost(Duration.ofSeconds(5))
                .until(() -> server.bean(BodyBudget.class).used() == 0);
    }
}
