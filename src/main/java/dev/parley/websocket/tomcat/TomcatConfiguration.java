package dev.parley.websocket.tomcat;

import dev.parley.chat.identity.TrustedProxies;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.ConnectionRateLimiter;
import dev.parley.servlet.ConnectionLocks;
import dev.parley.servlet.ConnectionTimeouts;
import dev.parley.websocket.BlockingSessionWriterFactory;
import dev.parley.websocket.ConnectionProbe;
import dev.parley.websocket.RequestTimeouts;
import dev.parley.websocket.SessionWriterFactory;
import dev.parley.websocket.WebSocketSettings;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.socket.server.RequestUpgradeStrategy;

/** Replaces the blocking writers by writers on Tomcat's sockets. */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

    private static final String SESSION_BUFFERS = "org.apache.tomcat.websocket.DEFAULT_BUFFER_SIZE";

    /** 512 bytes instead of 8 KiB, 3 times per session; Tomcat reads the value when its classes are loaded. */
    @Bean
    static BeanFactoryPostProcessor smallSessionBuffers() {
        return beans -> {
            if (System.getProperty(SESSION_BUFFERS) == null) {
                System.setProperty(SESSION_BUFFERS, "512");
            }
        };
    }

    /** The same for the buffers of every socket. */
    @Bean
    TomcatConnectorCustomizer smallSocketBuffers() {
        return connector -> {
            connector.setProperty("socket.appReadBufSize", "2048");
            connector.setProperty("socket.appWriteBufSize", "2048");
        };
    }

    @Bean
    SocketLimiter socketLimiter(
            ConnectionLimiter limiter,
            ObjectProvider<TrustedProxies> trustedProxies,
            ObjectProvider<ConnectionRateLimiter> tlsHandshakeLimiter) {
        return new SocketLimiter(
                limiter.forSockets(),
                trustedProxies.getIfAvailable(() -> TrustedProxies.NONE),
                tlsHandshakeLimiter.getIfAvailable(ConnectionRateLimiter::unlimited));
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> gated(
            ObjectProvider<SocketLimiter> limiter, ObjectProvider<RequestTimeouts> timeouts) {
        return factory -> {
            if (factory instanceof TomcatWebServerFactory tomcat) {
                tomcat.setProtocol(LimitedHttp11Protocol.class.getName());
                tomcat.addEngineValves(new UnreadBodyValve());
            }
            factory.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof LimitedHttp11Protocol protocol) {
                    protocol.setLimiter(limiter.getObject());
                    protocol.setHeadTimeout(timeouts.getIfAvailable(() -> RequestTimeouts.STANDARD)
                            .head());
                }
            });
        };
    }

    /** Connections are accepted by the protocol of the running web server only, which is created after this bean. */
    @Bean
    ConnectionProbe connectionProbe(ObjectProvider<WebServerApplicationContext> context) {
        return connectionId -> protocol(context)
                .filter(protocol -> protocol.isClosedByClient(connectionId))
                .isPresent();
    }

    @Bean
    ConnectionTimeouts connectionTimeouts(ObjectProvider<WebServerApplicationContext> context) {
        return (connectionId, timeout) ->
                protocol(context).ifPresent(protocol -> protocol.setWriteTimeout(connectionId, timeout));
    }

    @Bean
    ConnectionLocks connectionLocks(ObjectProvider<WebServerApplicationContext> context) {
        return connectionId ->
                protocol(context).map(protocol -> protocol.lock(connectionId)).orElseGet(ReentrantLock::new);
    }

    private static Optional<LimitedHttp11Protocol> protocol(ObjectProvider<WebServerApplicationContext> context) {
        return context.getObject().getWebServer() instanceof TomcatWebServer tomcat
                        && tomcat.getTomcat().getConnector().getProtocolHandler()
                                instanceof LimitedHttp11Protocol protocol
                ? Optional.of(protocol)
                : Optional.empty();
    }

    @Bean
    RequestUpgradeStrategy upgradeWithSocket() {
        return new SocketCapturingUpgradeStrategy();
    }

    @Bean(destroyMethod = "close")
    WriterLoopGroup writerLoopGroup() {
        return new WriterLoopGroup();
    }

    /** The scheduler belongs to the endpoint, which is created with these writers, so it is resolved later. */
    @Bean
    @Primary
    SessionWriterFactory tomcatSessionWriterFactory(
            BlockingSessionWriterFactory plain,
            WriterLoopGroup loops,
            @Lazy @Qualifier("messageBrokerTaskScheduler") TaskScheduler scheduler,
            WebSocketSettings settings) {
        return new TomcatSessionWriterFactory(plain, loops, scheduler, settings.stalledAfter());
    }
}
