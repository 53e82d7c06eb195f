package dev.parley.websocket;

import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.ReplyBudget;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.protocol.StompSessionFactory;
import dev.parley.servlet.BodyBudget;
import dev.parley.servlet.ConnectionLocks;
import jakarta.servlet.Filter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.simp.broker.AbstractBrokerMessageHandler;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.messaging.simp.user.UserDestinationMessageHandler;
import org.springframework.messaging.simp.user.UserDestinationResolver;
import org.springframework.messaging.support.AbstractSubscribableChannel;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurationSupport;
import org.springframework.web.socket.server.RequestUpgradeStrategy;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** Spring's WebSocket messaging, with a broker, decoder and writers of its own. */
@Configuration
class WebSocketConfiguration extends WebSocketMessageBrokerConfigurationSupport {

    /** The path of the endpoint: WebSocket here and under {@code /websocket}, SockJS below. */
    static final String ENDPOINT = "/ws";

    /** The settings that give the page a certificate. */
    private static final List<String> CERTIFICATES =
            List.of("server.ssl.bundle", "server.ssl.certificate", "server.ssl.key-store");

    private static final Duration UNCLAIMED = Duration.ofSeconds(5);
    private static final int PIECE = 256;
    private static final Duration ROUND = Duration.ofSeconds(1);

    private final WebSocketSettings settings;
    private final WebSocketEndpoint endpoint;
    private final DefaultHandshakeHandler handshake;
    private final AbortedRequests abortedRequests;

    WebSocketConfiguration(
            WebSocketSettings settings,
            ChatServer server,
            ConnectionLimiter limiter,
            CommandRegistry<CommandSender> commands,
            SessionWriterFactory factory,
            LoginThrottle throttle,
            ObjectProvider<RequestUpgradeStrategy> upgrade,
            ObjectProvider<ConnectionProbe> probe,
            ObjectProvider<ConnectionLocks> locks,
            Environment environment) {
        this.settings = settings;
        StompSessionFactory sessions = new StompSessionFactory(server, commands, throttle);
        this.endpoint = new WebSocketEndpoint(
                server, limiter, sessions, factory, this::messageBrokerTaskScheduler, () -> address(environment));
        this.handshake = new DefaultHandshakeHandler(upgrade.getIfAvailable(StandardWebSocketUpgradeStrategy::new));
        this.abortedRequests = new AbortedRequests(
                probe.getIfAvailable(() -> ConnectionProbe.NONE),
                locks.getIfAvailable(() -> connectionId -> new ReentrantLock()));
    }

    /** Writers for every session; also the fallback of the writers on Tomcat's sockets. */
    @Bean
    static BlockingSessionWriterFactory blockingSessionWriterFactory(ObjectProvider<ReplyBudget> budget) {
        return new BlockingSessionWriterFactory(budget.getIfAvailable(() -> new ReplyBudget(0)));
    }

    private static String address(Environment environment) {
        boolean tls = environment.getProperty("server.ssl.enabled", Boolean.class, true)
                && CERTIFICATES.stream().anyMatch(environment::containsProperty);
        String host = environment.getProperty("server.address", "localhost");
        return "Page: " + (tls ? "https" : "http") + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + environment.getProperty("local.server.port", "8080")
                + environment.getProperty("server.servlet.context-path", "");
    }

    /** Messages are decoded in parts, so that sessions need no buffer for a whole one. */
    @Bean
    ServletServerContainerFactoryBean smallMessageBuffers() {
        ServletServerContainerFactoryBean container = new ServletServerContainerFactoryBean();
        container.setMaxTextMessageBufferSize(PIECE);
        container.setMaxBinaryMessageBufferSize(PIECE);
        return container;
    }

    /** The transport as the console sees it. */
    @Bean
    WebSocketEndpoint webDoor() {
        return endpoint;
    }

    /**
     * Applies to every request, also to those that SockJS answers itself, and again to a request whose body was read.
     */
    @Bean
    Filter originFilter(ObjectProvider<BodyBudget> budget) {
        return new OriginFilter(settings.allowedOrigins(), budget.getIfAvailable(BodyBudget::ofHeap));
    }

    @Bean
    HeartbeatMonitor heartbeatMonitor(@Qualifier("messageBrokerTaskScheduler") TaskScheduler scheduler) {
        HeartbeatMonitor heartbeats = new HeartbeatMonitor(endpoint, settings);
        var unused = scheduler.scheduleWithFixedDelay(heartbeats, ROUND);
        return heartbeats;
    }

    @Override
    protected void registerStompEndpoints(StompEndpointRegistry registry) {
        // The filter decides on origins, for all addresses alike.
        registry.addEndpoint(ENDPOINT).setHandshakeHandler(handshake).setAllowedOriginPatterns("*");
        registry.addEndpoint(ENDPOINT)
                .setAllowedOriginPatterns("*")
                .withSockJS()
                .setSessionCookieNeeded(false)
                .setDisconnectDelay(UNCLAIMED.toMillis())
                .setTransportHandlers(
                        new SockJsWebSocketTransport(handshake),
                        new XhrSendTransport(),
                        new XhrStreamingTransport(abortedRequests),
                        new XhrPollingTransport(abortedRequests));
    }

    @Bean
    @Override
    public WebSocketHandler subProtocolWebSocketHandler(
            AbstractSubscribableChannel clientInboundChannel, AbstractSubscribableChannel clientOutboundChannel) {
        ChatWebSocketHandler chatWebSocketHandler = new ChatWebSocketHandler(
                clientInboundChannel, clientOutboundChannel, new StompProtocolHandler(endpoint));
        // Runs after the connections are closed with their reasons, because it closes sessions without one.
        chatWebSocketHandler.setPhase(endpoint.getPhase() - 1);
        return chatWebSocketHandler;
    }

    /** Each frame is handled on the thread that read it, which never waits, so that frames keep their order. */
    @Override
    protected void configureClientInboundChannel(ChannelRegistration registration) {
        registration.executor(new SyncTaskExecutor());
    }

    @Override
    protected void configureClientOutboundChannel(ChannelRegistration registration) {
        registration.executor(new SyncTaskExecutor());
    }

    @Override
    protected void configureMessageBroker(MessageBrokerRegistry registry) {
        registry.setApplicationDestinationPrefixes("/app").setPathMatcher(new DestinationMatcher());
    }

    @Override
    protected void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new StompRequestResolver());
    }

    /** Requests carry decoded frames; no body is converted. */
    @Override
    protected boolean configureMessageConverters(List<MessageConverter> converters) {
        converters.add(new ByteArrayMessageConverter());
        return false;
    }

    /** The broker in place of the simple one. */
    @Bean
    @Override
    public AbstractBrokerMessageHandler simpleBrokerMessageHandler(
            AbstractSubscribableChannel clientInboundChannel,
            AbstractSubscribableChannel clientOutboundChannel,
            AbstractSubscribableChannel brokerChannel,
            UserDestinationResolver userDestinationResolver) {
        ChatBrokerHandler broker = new ChatBrokerHandler(clientInboundChannel, clientOutboundChannel, brokerChannel);
        broker.setPhase(getPhase());
        return broker;
    }

    /**
     * Destinations below {@code /user} mean the session itself, which the broker resolves; Spring's resolver is not
     * used.
     */
    @Bean
    @Override
    public UserDestinationMessageHandler userDestinationMessageHandler(
            AbstractSubscribableChannel clientInboundChannel,
            AbstractSubscribableChannel clientOutboundChannel,
            AbstractSubscribableChannel brokerChannel,
            UserDestinationResolver userDestinationResolver) {
        return new UserDestinationMessageHandler(
                new ExecutorSubscribableChannel(), brokerChannel, userDestinationResolver);
    }
}
