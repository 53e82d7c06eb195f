package dev.parley.websocket.tomcat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.integration.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Checks that a TLS handshake, and the head of a request over TLS, have a total time. */
class TlsHeadTimeoutTest {

    @TempDir
    private static Path folder;

    private static ConfigurableApplicationContext server;
    private static TestCertificate certificate;
    private static int port;

    @BeforeAll
    static void start() {
        certificate = TestCertificate.forLocalhost(folder);
        List<String> options = new ArrayList<>(certificate.serverOptions("chat"));
        options.add("--server.port=0");
        server = new SpringApplicationBuilder(HeadTimeoutTest.Wiring.class).run(options.toArray(String[]::new));
        port = Integer.parseInt(server.getEnvironment().getRequiredProperty("local.server.port"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void handshakeThatArrivesByteByByteIsDisconnected() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            byte[] startOfClientHello = {0x16, 3, 1, 2, 0};
            socket.getOutputStream().write(startOfClientHello);

            HeadTimeoutTest.awaitDisconnect(socket, "\0");
        }
    }

    @Test
    void recordThatArrivesByteByByteIsDisconnected() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            SSLSocket tls = (SSLSocket)
                    certificate.sslContext().getSocketFactory().createSocket(socket, "localhost", port, false);
            tls.startHandshake();
            socket.getOutputStream().write("\u0017\u0003\u0003\u0001\0".getBytes(ISO_8859_1));

            HeadTimeoutTest.awaitDisconnect(socket, "x");
        }
    }

    @Test
    void requestThatArrivesByteByByteIsDisconnected() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            SSLSocket tls = (SSLSocket)
                    certificate.sslContext().getSocketFactory().createSocket(socket, "localhost", port, false);
            tls.startHandshake();

            HeadTimeoutTest.awaitDisconnect(tls, "x");
        }
    }
}
