package dev.parley.websocket.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.ReplyBudget;
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
import org.springframework.http.HttpHeaders;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** Checks the internals of Tomcat that the writers depend on. The messages name the part that another version changed. */
class TomcatInternalsTest {

    /** Has no stereotype annotation, so that the scans of other tests do not find it. */
    @EnableAutoConfiguration
    @EnableWebSocket
    static class Wiring {
        private static final BlockingQueue<SessionWriter> OPENED = new LinkedBlockingQueue<>();
        private static final BlockingQueue<HttpHeaders> HANDSHAKES = new LinkedBlockingQueue<>();

        @Bean
        BlockingSessionWriterFactory blockingSessionWriterFactory() {
            return new BlockingSessionWriterFactory(new ReplyBudget(0));
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
            TomcatSessionWriterFactory writerFactory =
                    new TomcatSessionWriterFactory(plain, writerLoopGroup, scheduler, Duration.ofSeconds(30));
            return registry -> registry.addHandler(new WriterHandler(writerFactory), "/direct")
                    .setHandshakeHandler(new DefaultHandshakeHandler(new SocketCapturingUpgradeStrategy()));
        }
    }

    private static final class WriterHandler extends AbstractWebSocketHandler {
        private final TomcatSessionWriterFactory writerFactory;

        private WriterHandler(TomcatSessionWriterFactory writerFactory) {
            this.writerFactory = writerFactory;
        }

        @Override
        public void afterConnectionEstablished(WebSocketSession session) {
            Wiring.HANDSHAKES.add(session.getHandshakeHeaders());
            Wiring.OPENED.add(writerFactory.create(session));
        }
    }

    private record TextListener(BlockingQueue<String> received, StringBuilder part) implements WebSocket.Listener {
        private TextListener() {
            this(new LinkedBlockingQueue<>(), new StringBuilder());
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                received.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    @Test
    void sessionIsWrittenDirectlyToItsSocketInFramesOfEverySize() throws Exception {
        try (ConfigurableApplicationContext server =
                new SpringApplicationBuilder(Wiring.class).run("--server.port=0")) {
            String port = server.getEnvironment().getRequiredProperty("local.server.port");
            TextListener listener = new TextListener();
            HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://localhost:" + port + "/direct"), listener)
                    .join();
            SessionWriter sessionWriter = Wiring.OPENED.poll(10, TimeUnit.SECONDS);

            assertThat(sessionWriter)
                    .as(
                            "Tomcat no longer creates the upgrade handler that the request names, or no longer passes it the"
                                    + " socket: every session would have a blocking writer.")
                    .isInstanceOf(NioSessionWriter.class);
            assertThat(Wiring.HANDSHAKES.poll(10, TimeUnit.SECONDS))
                    .as("headers of the handshake, which each session would keep")
                    .matches(HttpHeaders::isEmpty);
            for (int size : new int[] {1, 125, 126, 65_535, 65_536, 3_000_000}) {
                sessionWriter.outboundQueue().offer("x".repeat(size).getBytes(StandardCharsets.UTF_8));
                assertThat(listener.received().poll(10, TimeUnit.SECONDS))
                        .as("a message of %s bytes", size)
                        .hasSize(size);
            }
        }
    }

    @Test
    void upgradeHandlerIsExtensibleAndExposesItsSocketChannel() throws Exception {
        assertThat(Modifier.isFinal(WsHttpUpgradeHandler.class.getModifiers()))
                .as("Tomcat's upgrade handler can be extended")
                .isFalse();
        assertThat(WsHttpUpgradeHandler.class.getMethod("setSocketWrapper", SocketWrapperBase.class))
                .as("Tomcat passes the upgrade handler its socket")
                .isNotNull();
        assertThat(NioChannel.class.getMethod("getIOChannel").getReturnType().getName())
                .as("Tomcat's plain channel is around a channel of the JDK")
                .isEqualTo("java.nio.channels.SocketChannel");
        assertThat(SocketHolder.of(Map.of())).isNull();
    }
}
