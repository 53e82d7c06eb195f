package dev.parley.config;

import dev.parley.chat.hook.HookSender;
import dev.parley.chat.identity.CidrBlock;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.identity.TrustedProxies;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.ChatMetrics;
import dev.parley.chat.room.NodeLease;
import dev.parley.chat.room.PresenceRegistry;
import dev.parley.chat.room.RoomRelay;
import dev.parley.chat.room.RoomResources;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.search.MessageSearch;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.ConnectionRateLimiter;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.OperatorLogin;
import dev.parley.chat.session.ReplyBudget;
import dev.parley.chat.session.RequestLimiter;
import dev.parley.chat.session.ServerResources;
import dev.parley.chat.session.TransportEndpoint;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.command.InviteLinks;
import dev.parley.command.UserCommands;
import dev.parley.console.Console;
import dev.parley.console.ConsolePrinter;
import dev.parley.console.ConsoleSocket;
import dev.parley.console.ConsoleTerminal;
import dev.parley.console.DrainPeriod;
import dev.parley.console.GracefulShutdown;
import dev.parley.ctl.ControlAddress;
import dev.parley.files.UploadedFiles;
import dev.parley.http.PageSettings;
import dev.parley.http.api.ApiSettings;
import dev.parley.servlet.BodyBudget;
import dev.parley.storage.Storage;
import dev.parley.websocket.RequestTimeouts;
import dev.parley.websocket.WebSocketSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Declares the beans of the core: the chat server with its limits, the console, and what the transports
 * share.
 */
@Configuration(proxyBeanMethods = false)
class ChatConfiguration {

    /** The number of users in a room above which joins and leaves are collected. */
    private static final int PRESENCE_BATCH_THRESHOLD = 100;

    static final int ROOMS_A_PERSON = 20;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    RequestLimiter requestLimiter(
            ParleyProperties properties, @Value("${server.tomcat.threads.max}") int requestThreads) {
        int turns = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new RequestLimiter(properties.limits().httpRequests(), requestThreads, turns, System::nanoTime);
    }

    @Bean
    ServerLimits serverLimits(ParleyProperties properties) {
        return new ServerLimits(
                new NicknamePolicy(properties.limits().maxNicknameLength()),
                properties.limits().maxMessageLength(),
                properties.limits().messagesPerSecond(),
                properties.limits().messageBurst(),
                properties.history().replay(),
                properties.limits().maxRooms(),
                ROOMS_A_PERSON,
                properties.session().resumeWindow(),
                PRESENCE_BATCH_THRESHOLD,
                properties.history().commitInterval(),
                properties.limits().maxSessionsPerUser(),
                properties.limits().admission(),
                properties.limits().editWindow());
    }

    @Bean
    ReplyBudget replyBudget(ParleyProperties properties) {
        DataSize most = properties.limits().maxQueuedReplies();
        return new ReplyBudget(most == null ? 0 : most.toBytes());
    }

    @Bean
    BodyBudget bodyBudget() {
        return BodyBudget.ofHeap();
    }

    @Bean(destroyMethod = "close")
    ThreadPoolScheduler alarms() {
        return new ThreadPoolScheduler();
    }

    @Bean
    ChatServer chatServer(
            ServerLimits rules,
            Storage storage,
            Clock clock,
            ThreadPoolScheduler alarms,
            @Qualifier(ExecutorConfiguration.ROOM_EXECUTOR) Executor roomExecutor,
            NodeLease lease,
            RoomRelay relay,
            NicknameRegistry nicknames,
            PresenceRegistry presence,
            ChatMetrics metrics,
            HookSender hookSender,
            MessageSearch search,
            ParleyProperties properties) {
        ChatServer server = new ChatServer(
                rules,
                new ServerResources(
                        new RoomResources(
                                storage.messageHistory(), relay, presence, lease, clock, alarms, roomExecutor),
                        storage.directMessageStore(),
                        nicknames,
                        storage.tokenStore(),
                        storage.sanctionStore(),
                        storage.operatorStore(),
                        storage.botStore(),
                        storage.accessStore(),
                        storage.hookStore(),
                        hookSender,
                        search),
                metrics);
        if (properties.rooms().createdBy() == ParleyProperties.Creators.OPERATORS) {
            server.moderation().reserve(UserAction.CREATE_ROOM);
        }
        if (properties.invites().createdBy() == ParleyProperties.Creators.OPERATORS) {
            server.moderation().reserve(UserAction.INVITE);
        }
        return server;
    }

    @Bean
    ConnectionLimiter connectionLimiter(ParleyProperties properties) {
        return new ConnectionLimiter(
                properties.limits().maxConnections(),
                properties.limits().maxConnectionsPerAddress(),
                new ConnectionRateLimiter(properties.limits().newConnections(), System::nanoTime));
    }

    /** Shared by all transports, so that a wrong password on one delays attempts on all. */
    @Bean
    LoginThrottle loginThrottle(ParleyProperties properties, ThreadPoolScheduler alarms) {
        return new LoginThrottle(new ServerPassword(properties.auth().password()), alarms, System::nanoTime);
    }

    @Bean
    TrustedProxies trustedProxies(ParleyProperties properties) {
        return new TrustedProxies(properties.web().trustedProxies().stream()
                .flatMap(written -> CidrBlock.parse(written).stream())
                .toList());
    }

    @Bean
    OperatorLogin operatorLogin(ParleyProperties properties, ThreadPoolScheduler alarms) {
        return new OperatorLogin(new ServerPassword(properties.operator().password()), alarms, System::nanoTime);
    }

    @Bean
    InviteLinks inviteLinks(ParleyProperties properties, ObjectProvider<TransportEndpoint> transportEndpoints) {
        return new InviteLinks(new PageAddress(properties.web().publicUrl(), transportEndpoints::orderedStream)::url);
    }

    @Bean
    CommandRegistry<CommandSender> commandRegistry(OperatorLogin operatorLogin, InviteLinks inviteLinks) {
        return UserCommands.registry(operatorLogin, inviteLinks);
    }

    @Bean
    WebSocketSettings webSocketSettings(ParleyProperties properties) {
        return WebSocketSettings.standard(properties.web().allowedOrigins());
    }

    @Bean
    ApiSettings apiSettings(ParleyProperties properties) {
        return new ApiSettings(
                properties.http().publicRead() && properties.auth().password().isEmpty(),
                properties.http().maxStreams(),
                properties.http().maxStreamsPerAddress(),
                properties.web().allowedOrigins());
    }

    @Bean
    RequestTimeouts requestTimeouts(ParleyProperties properties) {
        return new RequestTimeouts(properties.web().requestHeadTimeout());
    }

    @Bean
    PageSettings pageSettings(
            ParleyProperties properties,
            CommandRegistry<CommandSender> commands,
            Environment environment,
            ObjectProvider<UploadedFiles> uploadedFiles) {
        UploadedFiles files = uploadedFiles.getIfAvailable();
        // A port that was chosen by the operating system is known to the operator only.
        Integer terminalPort = properties.tcp().ports().stream()
                .findFirst()
                .filter(port -> port != 0)
                .orElse(null);
        return new PageSettings(
                properties.name(),
                properties.limits().maxNicknameLength(),
                properties.limits().maxMessageLength(),
                properties.limits().editWindow().toMillis(),
                properties.history().replay(),
                terminalPort,
                // A server that listens on one address only is reached there.
                environment.containsProperty("server.address")
                        ? null
                        : LanAddresses.find().stream().findFirst().orElse(null),
                properties.history().retention().toDays(),
                files == null ? 0 : files.maxSize(),
                !properties.auth().password().isEmpty(),
                commands.all().stream()
                        .filter(command -> !command.operatorsOnly())
                        .map(command -> new PageSettings.Command(command.name(), command.usage(), command.help()))
                        .toList());
    }

    @Bean
    StartupBanner startupBanner(
            ObjectProvider<TransportEndpoint> transportEndpoints,
            ParleyProperties properties,
            Storage storage,
            ConsoleTerminal terminal,
            ConfigurableEnvironment environment) {
        return new StartupBanner(
                transportEndpoints.orderedStream().toList(),
                properties.name(),
                storage.location(),
                properties.history(),
                LanAddresses.find(),
                SettingsFiles.read(environment),
                terminal.isTerminal() ? null : controlAddress(properties).path().toAbsolutePath());
    }

    @Bean
    GracefulShutdown gracefulShutdown(
            ChatServer chatServer,
            ObjectProvider<TransportEndpoint> transportEndpoints,
            ConsoleTerminal terminal,
            ConsolePrinter printer,
            ParleyProperties properties,
            ThreadPoolScheduler alarms,
            ConfigurableApplicationContext server) {
        return new GracefulShutdown(
                chatServer,
                () -> transportEndpoints.orderedStream().toList(),
                terminal,
                printer,
                new DrainPeriod(
                        properties.shutdown().drain(),
                        alarms,
                        () -> AvailabilityChangeEvent.publish(server, ReadinessState.REFUSING_TRAFFIC)),
                server::close,
                code -> Runtime.getRuntime().halt(code));
    }

    @Bean(initMethod = "startListening")
    Console console(
            ChatServer server,
            InviteLinks inviteLinks,
            ConsoleTerminal terminal,
            ConsolePrinter printer,
            ParleyProperties properties,
            GracefulShutdown shutdown) {
        Boolean wanted = properties.console().showMessages();
        boolean showMessages = wanted == null ? terminal.isTerminal() : wanted;
        return new Console(server, inviteLinks, terminal, printer, showMessages, shutdown::start);
    }

    /** Opened when the server is ready for commands, and closed with the transports. */
    @Bean(destroyMethod = "close")
    AutoCloseable consoleSocket(
            ChatServer server, InviteLinks inviteLinks, ParleyProperties properties, GracefulShutdown shutdown) {
        Path path = properties.console().socket();
        try {
            return ConsoleSocket.open(server, inviteLinks, shutdown::start, controlAddress(properties), path != null);
        } catch (IOException e) {
            throw new InvalidSettingException("The setting parley.console.socket cannot be used: " + e.getMessage());
        }
    }

    private static ControlAddress controlAddress(ParleyProperties properties) {
        Path path = properties.console().socket();
        return path == null ? ControlAddress.beside(properties.history().file()) : ControlAddress.at(path);
    }

    /** Used when the application is started without a console. */
    @Bean
    @ConditionalOnMissingBean
    ConsoleTerminal consoleTerminal() {
        return ConsoleTerminal.none();
    }

    @Bean
    @ConditionalOnMissingBean
    ConsolePrinter consolePrinter(ConsoleTerminal terminal) {
        return ConsolePrinter.onto(terminal);
    }
}
