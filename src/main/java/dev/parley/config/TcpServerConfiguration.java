package dev.parley.config;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.identity.TrustedProxies;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.ConnectionRateLimiter;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.ReplyBudget;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.tcp.DetectionTimeouts;
import dev.parley.tcp.Dialect;
import dev.parley.tcp.ProxyProtocolSettings;
import dev.parley.tcp.TcpServer;
import dev.parley.tcp.TcpSettings;
import dev.parley.tcp.TlsPortSettings;
import dev.parley.tcp.WrongProtocolDialect;
import dev.parley.tcp.dialect.framed.FramedDialect;
import dev.parley.tcp.dialect.handle.HandleDialect;
import dev.parley.tcp.dialect.line.LineDialect;
import dev.parley.tcp.dialect.named.NamedDialect;
import dev.parley.tcp.dialect.stomp.StompDialect;
import dev.parley.tcp.dialect.turns.TurnsDialect;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Declares the TCP server and its dialects. */
@Configuration(proxyBeanMethods = false)
class TcpServerConfiguration {

    /** Starts before the web server and stops after it, so that all ports are open as soon as the page answers. */
    private static final int BEFORE_THE_PAGE = SmartLifecycle.DEFAULT_PHASE - 8_192;

    /** The dialects in order of precedence. */
    private static List<Dialect> dialects(
            ChatServer server,
            CommandRegistry<CommandSender> commands,
            LoginThrottle throttle,
            DetectionTimeouts timeouts,
            Function<String, String> page) {
        ServerPassword password = throttle.serverPassword();
        return List.of(
                WrongProtocolDialect.irc(timeouts),
                new StompDialect(server, commands, throttle, timeouts),
                WrongProtocolDialect.http(timeouts, page::apply),
                WrongProtocolDialect.tls(timeouts),
                WrongProtocolDialect.disconnecting(timeouts),
                new FramedDialect(commands, password, timeouts),
                new TurnsDialect(commands, password, timeouts),
                new HandleDialect(commands, password, timeouts),
                new NamedDialect(commands, password, timeouts),
                new LineDialect(commands, throttle, ZoneId.systemDefault()));
    }

    private static String page(String host, boolean tls, @Nullable WebServer server, String path) {
        return (tls ? "https://" : "http://") + host + ":" + (server == null ? "" : server.getPort()) + path;
    }

    @Bean
    TlsCertificate tlsCertificate(ServerProperties page, ObjectProvider<SslBundles> bundles) {
        return new TlsCertificate(page.getSsl(), bundles::getObject);
    }

    /** Reads the certificate before the web server does, whose error message is less helpful. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    static WebServerFactoryCustomizer<ConfigurableWebServerFactory> certificateCheck(
            ObjectProvider<TlsCertificate> certificate) {
        return factory -> certificate.getObject().check();
    }

    /** Shared by the port of the page and the TCP port with TLS. */
    @Bean
    ConnectionRateLimiter tlsHandshakeLimiter(ParleyProperties properties) {
        return new ConnectionRateLimiter(properties.limits().tlsHandshakes(), System::nanoTime);
    }

    @Bean
    TcpServer tcpServer(
            ParleyProperties properties,
            CommandRegistry<CommandSender> commands,
            ChatServer chatServer,
            ConnectionLimiter limiter,
            ReplyBudget replyBudget,
            ConnectionRateLimiter tlsHandshakeLimiter,
            LoginThrottle throttle,
            TlsCertificate certificate,
            TrustedProxies trustedProxies,
            ServerProperties page,
            ServletWebServerApplicationContext server) {
        TcpProperties tcp = properties.tcp();
        DetectionTimeouts timeouts =
                new DetectionTimeouts(tcp.messageGap(), tcp.detectionTimeout(), tcp.handshakeTimeout());
        return new TcpServer(
                TcpSettings.on(tcp.ports(), tcp.address())
                        .withNickPorts(tcp.nickPorts())
                        .withLogin(new TcpSettings.LoginTimes(
                                tcp.greetingDelay(), tcp.loginTimeout(), tcp.promptTimeout()))
                        .withProxyProtocol(new ProxyProtocolSettings(trustedProxies, tcp.detectionTimeout())),
                tcp.tlsPort() == null
                        ? null
                        : new TlsPortSettings(tcp.tlsPort(), certificate.engines(), tlsHandshakeLimiter),
                dialects(
                        chatServer,
                        commands,
                        throttle,
                        timeouts,
                        host -> page(
                                host,
                                Ssl.isEnabled(page.getSsl()),
                                server.getWebServer(),
                                server.getEnvironment().getProperty("server.servlet.context-path", ""))),
                chatServer,
                limiter,
                replyBudget);
    }

    @Bean
    SmartLifecycle terminalPortOpening(TcpServer port) {
        return new SmartLifecycle() {
            @Override
            public void start() {
                port.start();
            }

            @Override
            public void stop() {
                port.stop();
            }

            @Override
            public boolean isRunning() {
                return port.isOpen();
            }

            @Override
            public int getPhase() {
                return BEFORE_THE_PAGE;
            }
        };
    }
}
