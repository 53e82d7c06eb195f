package dev.parley.websocket.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.websocket.BlockingSessionWriterFactory;
import dev.parley.websocket.SessionWriter;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** What is relied on of Tomcat's insides; fails with a sentence when another Tomcat has changed it. */
class TomcatInternalsTest {

    /** Not found by scanning, which other tests do. */
    @EnableAutoConfiguration
    @EnableWebSocket
    static class Wiring {
        private static final BlockingQueue<SessionWriter> OPENED = new LinkedBlockingQueue<>();

        @Bean
        BlockingSessionWriterFactory blockingSessionWriterFactory() {
            return new BlockingSessionWriterFactory();
        }

        @Bean(destroyMethod = "close")
        WriterLoopGroup writerLoopGroup() {
            return new WriterLoopGroup();
        }

        @Bean
        ThreadPoolTaskScheduler taskScheduler() {
            return new ThreadPoolTaskScheduler();
        }

        @Bean
        WebSocketConfigurer endpoint(
                BlockingSessionWriterFactory plain,
                WriterLoopGroup writerLoopGroup,
                ThreadPoolTaskScheduler scheduler) {
            TomcatSessionWriterFactory lines =
                    new TomcatSessionWriterFactory(plain, writerLoopGroup, scheduler, Duration.ofSeconds(30));
            return registry -> registry.addHandler(new Opening(lines), "/direct")
                    .setHandshakeHandler(new DefaultHandshakeHandler(new SocketCapturingUpgradeStrategy()));
        }
    }

    private static final class Opening extends AbstractWebSocketHandler {
        private final TomcatSessionWriterFactory lines;

        private Opening(TomcatSessionWriterFactory lines) {
            this.lines = lines;
        }

        @Override
        public void afterConnectionEstablished(WebSocketSession session) {
            Wiring.OPENED.add(lines.create(session));
        }
    }

    private record Ear(BlockingQueue<String> heard, StringBuilder part) implements WebSocket.Listener {
        private Ear() {
            this(new LinkedBlockingQueue<>(), new StringBuilder());
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                heard.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    @Test
    void aSessionIsWrittenStraightToItsSocketInFramesOfEverySize() throws Exception {
        try (ConfigurableApplicationContext server =
                new SpringApplicationBuilder(Wiring.class).run("--server.port=0")) {
            String port = server.getEnvironment().getRequiredProperty("local.server.port");
            Ear ear = new Ear();
            HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://localhost:" + port + "/direct"), ear)
                    .join();
            SessionWriter sessionWriter = Wiring.OPENED.poll(10, TimeUnit.SECONDS);

            assertThat(sessionWriter)
                    .as("Tomcat no longer makes the upgrade handler that the request names, or no longer tells it the"
                            + " socket: every session would be written the plain way.")
                    .isInstanceOf(NioSessionWriter.class);
            for (int size : new int[] {1, 125, 126, 65_535, 65_536, 3_000_000}) {
                sessionWriter.outboundQueue().offer("x".repeat(size).getBytes(StandardCharsets.UTF_8));
                assertThat(ear.heard().poll(10, TimeUnit.SECONDS))
                        .as("a message of %s bytes", size)
                        .hasSize(size);
            }
        }
    }

    @Test
    void theHandlerCanBeExtendedAndTheSocketIsItsChannel() throws Exception {
        assertThat(Modifier.isFinal(WsHttpUpgradeHandler.class.getModifiers()))
                .as("Tomcat's upgrade handler can be extended")
                .isFalse();
        assertThat(WsHttpUpgradeHandler.class.getMethod("setSocketWrapper", SocketWrapperBase.class))
                .as("Tomcat tells the upgrade handler its socket")
                .isNotNull();
        assertThat(NioChannel.class.getMethod("getIOChannel").getReturnType().getName())
                .as("Tomcat's plain channel is around a channel of the JDK")
                .isEqualTo("java.nio.channels.SocketChannel");
        assertThat(SocketHolder.of(Map.of())).isNull();
    }
}
