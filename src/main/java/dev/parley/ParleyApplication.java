package dev.parley;

import dev.parley.cli.ParleyCommand;
import dev.parley.config.ParleyProperties;
import dev.parley.config.StartupBanner;
import dev.parley.config.StartupFailureAnalyzer;
import dev.parley.config.UnknownSettingCheck;
import dev.parley.console.Console;
import dev.parley.console.ConsolePrinter;
import dev.parley.console.ConsoleTerminal;
import dev.parley.console.GracefulShutdown;
import dev.parley.console.SignalHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/** The program: runs the command line, and starts the server for {@code serve}. Only then does it load Spring. */
@SpringBootApplication
@EnableConfigurationProperties(ParleyProperties.class)
public class ParleyApplication {

    private static final int FAILED = 1;
    private static final Duration PRINTED_WITHIN = Duration.ofSeconds(1);

    public static void main(String[] words) {
        int code = ParleyCommand.run(ParleyApplication::serve, words);
        if (code != ParleyCommand.SERVING) {
            System.exit(code);
        }
    }

    private static int serve(List<String> options) {
        ConsoleTerminal terminal = ConsoleTerminal.ofThisProcess();
        ConsolePrinter printer = ConsolePrinter.onto(terminal);
        var standardError = System.err;
        printer.replaceSystemStreams();
        SignalHandler signals =
                new SignalHandler(terminal, code -> Runtime.getRuntime().halt(code));
        signals.install();
        try {
            ConfigurableApplicationContext server =
                    application(terminal, printer).run(options.toArray(String[]::new));
            if (signals.attach(server.getBean(GracefulShutdown.class))) {
                return ParleyCommand.SERVING;
            }
            server.getBean(StartupBanner.class).lines().forEach(line -> printer.announce("started", line));
            server.getBean(Console.class).open();
            return ParleyCommand.SERVING;
        } catch (RuntimeException e) {
            printer.finish(PRINTED_WITHIN);
            terminal.close();
            StartupFailureAnalyzer.print(e, standardError);
            return FAILED;
        }
    }

    /** The server, not started yet, with its operator at this screen. */
    public static SpringApplication application(ConsoleTerminal terminal, ConsolePrinter printer) {
        SpringApplication application = new SpringApplication(ParleyApplication.class);
        application.setDefaultProperties(Map.of("logging.pattern.console", logPattern(terminal.isTerminal())));
        application.addInitializers(context -> {
            UnknownSettingCheck.check(context.getEnvironment());
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

    /** One line an event; on a terminal the operator knows which day it is. */
    private static String logPattern(boolean terminal) {
        return (terminal ? "%d{HH:mm:ss}" : "%d{yyyy-MM-dd'T'HH:mm:ssXXX}") + " %replace(%p ){'INFO ',''}%m%n";
    }
}
