package dev.parley.config;

import dev.parley.chat.session.ChatServer;
import dev.parley.console.Console;
import dev.parley.console.ConsolePrinter;
import dev.parley.console.ConsoleTerminal;
import dev.parley.console.GracefulShutdown;
import dev.parley.console.SignalHandler;
import dev.parley.observability.OutOfMemoryHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the server with its operator console, and reports a failed start in one sentence. */
public final class ServerLauncher {

    private static final Duration PRINTED_WITHIN = Duration.ofSeconds(1);

    private ServerLauncher() {}

    /**
     * Starts the server in this process and opens the console.
     *
     * @param source the class of the Spring Boot application
     * @param options the settings, each {@code --name=value}
     * @return false if the start failed; the reason is printed to standard error then
     */
    public static boolean launch(Class<?> source, List<String> options) {
        var standardError = System.err;
        ConsoleTerminal terminal;
        // Nothing is logged before Spring Boot has configured the log.
        LoggingSystem.get(ServerLauncher.class.getClassLoader()).beforeInitialize();
        try {
            terminal = NativeLibraries.openTerminal();
        } catch (InvalidSettingException e) {
            standardError.println(e.getMessage());
            return false;
        }
        ConsolePrinter printer = ConsolePrinter.onto(terminal);
        printer.replaceSystemStreams();
        SignalHandler signals =
                new SignalHandler(terminal, code -> Runtime.getRuntime().halt(code));
        signals.install();
        OutOfMemoryHandler.install();
        try {
            ConfigurableApplicationContext server =
                    application(source, terminal, printer).run(options.toArray(String[]::new));
            if (!signals.attach(server.getBean(GracefulShutdown.class))) {
                server.getBean(StartupBanner.class).lines().forEach(line -> printer.announce("started", line));
                FirstOperatorCode.create(
                                server.getBean(ChatServer.class).operators(),
                                terminal.isTerminal(),
                                server.getBean(ParleyProperties.class))
                        .ifPresent(line -> printer.announce("operator-code", line));
                server.getBean(Console.class).open();
                Path jar = SettingsFiles.jar(source);
                if (jar != null) {
                    new JarMonitor(jar, server.getBean(GracefulShutdown.class)::startNow)
                            .start(server.getBean(ThreadPoolScheduler.class));
                }
            }
            return true;
        } catch (RuntimeException e) {
            printer.finish(PRINTED_WITHIN);
            terminal.close();
            StartupFailure.print(e, standardError);
            return false;
        }
    }

    /** Returns the application, not started yet, with its console on this terminal. */
    public static SpringApplication application(Class<?> source, ConsoleTerminal terminal, ConsolePrinter printer) {
        // A renegotiation costs the server a handshake; TLS 1.3 has none, and no client of the server needs one.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        SpringApplication application = new SpringApplication(source);
        application.setDefaultProperties(Map.of(
                "logging.pattern.console", logPattern(terminal.isTerminal()),
                "logging.charset.console", "UTF-8", // as the printer reads it, also in the locale C
                "spring.config.location", SettingsFiles.locations(source)));
        application.addInitializers(context -> {
            UnknownSettingCheck.check(context.getEnvironment());
            UnknownSettingCheck.checkUnits(context.getEnvironment());
            UnknownSettingCheck.checkPagePort(context.getEnvironment());
            UnknownSettingCheck.checkForwarding(context.getEnvironment());
            if (context.getEnvironment().containsProperty("logging.structured.format.console")) {
                printer.disableAnnouncements();
            }
            context.getBeanFactory().registerSingleton("screen", terminal);
            context.getBeanFactory().registerSingleton("printer", printer);
        });
        return application;
    }

    /** Returns the pattern of a log line, which names the day only outside a terminal. */
    private static String logPattern(boolean terminal) {
        return (terminal ? "%d{HH:mm:ss}" : "%d{yyyy-MM-dd'T'HH:mm:ssXXX}") + " %replace(%p ){'INFO ',''}%m%n";
    }
}
