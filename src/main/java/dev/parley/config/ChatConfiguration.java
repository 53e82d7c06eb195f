package dev.parley.config;

import dev.parley.chat.identity.CidrBlock;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.identity.TrustedProxies;
import dev.parley.chat.room.ChatMetrics;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.ServerResources;
import dev.parley.chat.session.TransportEndpoint;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.command.UserCommands;
import dev.parley.console.Console;
import dev.parley.console.ConsolePrinter;
import dev.parley.console.ConsoleTerminal;
import dev.parley.console.GracefulShutdown;
import dev.parley.http.PageSettings;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.websocket.WebSocketSettings;
import java.time.Clock;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Declares the beans of the core: the chat server with its storage and limits, the console, and what the transports
 * share.
 */
@Configuration(proxyBeanMethods = false)
class ChatConfiguration {

    /** The number of users in a room above which joins and leaves are collected. */
    private static final int CROWD = 100;

    static final int ROOMS_A_PERSON = 20;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean(destroyMethod = "close")
    SqliteHistory history(ParleyProperties parleyProperties, Clock clock) {
        ParleyProperties.History history = parleyProperties.history();
        return SqliteHistory.open(
                new HistorySettings(
                        history.file(), history.retention(), history.maxMessages(), history.restoredFromBackup()),
                clock);
    }

    @Bean
    ServerLimits serverLimits(ParleyProperties parleyProperties) {
        return new ServerLimits(
                new NicknamePolicy(parleyProperties.limits().maxNicknameLength()),
                parleyProperties.limits().maxMessageLength(),
                parleyProperties.limits().messagesPerSecond(),
                parleyProperties.limits().messageBurst(),
                parleyProperties.history().replay(),
                parleyProperties.limits().maxRooms(),
                ROOMS_A_PERSON,
                parleyProperties.session().resumeWindow(),
                CROWD,
                parleyProperties.history().commitInterval());
    }

    @Bean(destroyMethod = "close")
    ThreadPoolScheduler alarms() {
        return new ThreadPoolScheduler();
    }

    @Bean
    ChatServer chatServer(
            ServerLimits rules,
            SqliteHistory history,
            Clock clock,
            ThreadPoolScheduler alarms,
            @Qualifier(ExecutorConfiguration.ROOM_EXECUTOR) Executor roomExecutor,
            @Qualifier(ExecutorConfiguration.HISTORY_EXECUTOR) Executor historyExecutor,
            ChatMetrics metrics) {
        return new ChatServer(
                rules,
                new ServerResources(
                        history,
                        history.tokenStore(),
                        history.sanctionStore(),
                        clock,
                        alarms,
                        roomExecutor,
                        historyExecutor),
                metrics);
    }

    @Bean
    ConnectionLimiter connectionLimiter(ParleyProperties parleyProperties) {
        return new ConnectionLimiter(
                parleyProperties.limits().maxConnections(),
                parleyProperties.limits().maxConnectionsPerAddress());
    }

    /** Shared by all transports, so that a wrong password on one delays attempts on all. */
    @Bean
    LoginThrottle loginThrottle(ParleyProperties parleyProperties) {
        return new LoginThrottle(new ServerPassword(parleyProperties.auth().password()), System::nanoTime);
    }

    @Bean
    TrustedProxies trustedProxies(ParleyProperties parleyProperties) {
        return new TrustedProxies(parleyProperties.web().trustedProxies().stream()
                .flatMap(written -> CidrBlock.parse(written).stream())
                .toList());
    }

    @Bean
    CommandRegistry<CommandSender> commandRegistry() {
        return UserCommands.registry();
    }

    @Bean
    WebSocketSettings webSocketSettings(ParleyProperties parleyProperties) {
        return WebSocketSettings.standard(
                parleyProperties.web().allowedOrigins(), parleyProperties.auth().password());
    }

    @Bean
    PageSettings pageSettings(ParleyProperties parleyProperties, CommandRegistry<CommandSender> commandRegistry) {
        // A port that was chosen by the operating system is known to the operator only.
        Integer terminalPort = parleyProperties.tcp().ports().stream()
                .findFirst()
                .filter(port -> port != 0)
                .orElse(null);
        return new PageSettings(
                parleyProperties.name(),
                parleyProperties.limits().maxNicknameLength(),
                parleyProperties.limits().maxMessageLength(),
                parleyProperties.history().replay(),
                terminalPort,
                parleyProperties.history().retention().toDays(),
                !parleyProperties.auth().password().isEmpty(),
                commandRegistry.all().stream()
                        .map(command -> new PageSettings.Command(command.name(), command.usage(), command.help()))
                        .toList());
    }

    @Bean
    StartupBanner startupBanner(
            ObjectProvider<TransportEndpoint> transportEndpoints, ParleyProperties parleyProperties) {
        return new StartupBanner(
                transportEndpoints.orderedStream().toList(),
                parleyProperties.name(),
                parleyProperties.history(),
                LanAddresses.find());
    }

    @Bean
    GracefulShutdown gracefulShutdown(
            ChatServer chatServer,
            ObjectProvider<TransportEndpoint> transportEndpoints,
            ConsoleTerminal consoleTerminal,
            ConsolePrinter consolePrinter,
            ConfigurableApplicationContext server) {
        return new GracefulShutdown(
                chatServer,
                () -> transportEndpoints.orderedStream().toList(),
                consoleTerminal,
                consolePrinter,
                server::close,
                code -> Runtime.getRuntime().halt(code));
    }

    @Bean(initMethod = "startListening")
    Console console(
            ChatServer chatServer,
            ConsoleTerminal consoleTerminal,
            ConsolePrinter consolePrinter,
            ParleyProperties parleyProperties,
            GracefulShutdown gracefulShutdown) {
        Boolean wanted = parleyProperties.console().showMessages();
        boolean showMessages = wanted == null ? consoleTerminal.isTerminal() : wanted;
        return new Console(chatServer, consoleTerminal, consolePrinter, showMessages, gracefulShutdown::start);
    }

    /** Used when the application is started without a console. */
    @Bean
    @ConditionalOnMissingBean
    ConsoleTerminal consoleTerminal() {
        return ConsoleTerminal.none();
    }

    @Bean
    @ConditionalOnMissingBean
    ConsolePrinter consolePrinter(ConsoleTerminal consoleTerminal) {
        return ConsolePrinter.onto(consoleTerminal);
    }
}
