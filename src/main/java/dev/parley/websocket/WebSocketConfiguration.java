package dev.parley.websocket;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.LoginThrottle;
import jakarta.servlet.Filter;
import java.time.Duration;
import java.util.List;
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

/** Spring's WebSocket messaging, with our own broker and our own reading and writing of frames. */
@Configuration
class WebSocketConfiguration extends WebSocketMessageBrokerConfigurationSupport {

    /** Where sessions are opened: by WebSocket here and under {@code /websocket}, by SockJS below. */
    static final String ENDPOINT = "/ws";

    /** Any of these gives the page a certificate. */
    private static final List<String> CERTIFICATES =
            List.of("server.ssl.bundle", "server.ssl.certificate", "server.ssl.key-store");

    private static final Duration UNCLAIMED = Duration.ofSeconds(5);
    private static final int PIECE = 256;
    private static final Duration ROUND = Duration.ofSeconds(1);

    private final WebSocketSettings settings;
    private final LoginThrottle loginThrottle;
    private final ChatServer chatServer;
    private final WebSocketEndpoint webSocketEndpoint;
    private final DefaultHandshakeHandler handshake;

    WebSocketConfiguration(
            WebSocketSettings settings,
            ChatServer chatServer,
            ConnectionLimiter connectionLimiter,
            SessionWriterFactory sessionWriterFactory,
            ObjectProvider<LoginThrottle> loginThrottle,
            ObjectProvider<RequestUpgradeStrategy> upgrade,
            Environment environment) {
        this.settings = settings;
        this.loginThrottle = loginThrottle.getIfAvailable(
                () -> new LoginThrottle(new ServerPassword(settings.password()), System::nanoTime));
        this.chatServer = chatServer;
        this.webSocketEndpoint =
                new WebSocketEndpoint(chatServer, connectionLimiter, sessionWriterFactory, () -> address(environment));
        this.handshake = new DefaultHandshakeHandler(upgrade.getIfAvailable(StandardWebSocketUpgradeStrategy::new));
    }

    /** Write to every session; where the server offers a better way, those are its way back. */
    @Bean
    static BlockingSessionWriterFactory blockingSessionWriterFactory() {
        return new BlockingSessionWriterFactory();
    }

    private static String address(Environment environment) {
        boolean tls = environment.getProperty("server.ssl.enabled", Boolean.class, true)
                && CERTIFICATES.stream().anyMatch(environment::containsProperty);
        String host = environment.getProperty("server.address", "localhost");
        return "Page: " + (tls ? "https" : "http") + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + environment.getProperty("local.server.port", "8080");
    }

    /** Messages are taken in pieces, so there need not be memory for a whole one with every session. */
    @Bean
    ServletServerContainerFactoryBean smallMessageBuffers() {
        ServletServerContainerFactoryBean container = new ServletServerContainerFactoryBean();
        container.setMaxTextMessageBufferSize(PIECE);
        container.setMaxBinaryMessageBufferSize(PIECE);
        return container;
    }

    /** The door that the operator sees. */
    @Bean
    WebSocketEndpoint webDoor() {
        return webSocketEndpoint;
    }

    /** For every request, also those that SockJS answers by itself. */
    @Bean
    Filter originFilter() {
        return new OriginFilter(settings.allowedOrigins());
    }

    @Bean
    RoomListBroadcaster roomListBroadcaster() {
        return new RoomListBroadcaster(chatServer);
    }

    @Bean
    HeartbeatMonitor heartbeatMonitor(
            RoomListBroadcaster roomListBroadcaster, @Qualifier("messageBrokerTaskScheduler") TaskScheduler scheduler) {
        HeartbeatMonitor heartbeatMonitor = new HeartbeatMonitor(webSocketEndpoint, roomListBroadcaster, settings);
        var unused = scheduler.scheduleWithFixedDelay(heartbeatMonitor, ROUND);
        return heartbeatMonitor;
    }

    @Override
    protected void registerStompEndpoints(StompEndpointRegistry registry) {
        // Which origins may come is decided in the filter, for all addresses alike.
        registry.addEndpoint(ENDPOINT).setHandshakeHandler(handshake).setAllowedOriginPatterns("*");
        registry.addEndpoint(ENDPOINT)
                .setAllowedOriginPatterns("*")
                .withSockJS()
                .setSessionCookieNeeded(false)
                .setDisconnectDelay(UNCLAIMED.toMillis())
                .setTransportHandlers(
                        new SockJsWebSocketTransport(handshake),
                        new XhrSendTransport(),
                        new XhrStreamingTransport(),
                        new XhrPollingTransport());
    }

    @Bean
    @Override
    public WebSocketHandler subProtocolWebSocketHandler(
            AbstractSubscribableChannel clientInboundChannel, AbstractSubscribableChannel clientOutboundChannel) {
        ChatWebSocketHandler chatWebSocketHandler = new ChatWebSocketHandler(
                clientInboundChannel, clientOutboundChannel, new StompProtocolHandler(webSocketEndpoint));
        // It closes sessions without a word; so behind the connections, which have said goodbye by then.
        chatWebSocketHandler.setPhase(webSocketEndpoint.getPhase() - 1);
        return chatWebSocketHandler;
    }

    /** Frames of a session keep their order: each is dealt with on the thread that read it, which never waits. */
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
        registry.setApplicationDestinationPrefixes("/app");
    }

    @Override
    protected void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new StompRequest.Resolver());
    }

    /** Bodies are read by the controller's own means, within limits. */
    @Override
    protected boolean configureMessageConverters(List<MessageConverter> converters) {
        converters.add(new ByteArrayMessageConverter());
        return false;
    }

    /** Our broker, in place of the simple one. */
    @Bean
    @Override
    public AbstractBrokerMessageHandler simpleBrokerMessageHandler(
            AbstractSubscribableChannel clientInboundChannel,
            AbstractSubscribableChannel clientOutboundChannel,
            AbstractSubscribableChannel brokerChannel,
            UserDestinationResolver userDestinationResolver) {
        ChatBrokerHandler broker = new ChatBrokerHandler(
                clientInboundChannel,
                clientOutboundChannel,
                brokerChannel,
                chatServer,
                new PasswordCheck(loginThrottle, messageBrokerTaskScheduler()),
                roomListBroadcaster());
        broker.setPhase(getPhase());
        return broker;
    }

    /** What is under {@code /user} means the session itself, which the broker sees to; Spring's rewriting hears nothing. */
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
