package dev.parley;

import dev.parley.client.JoinCommand;
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
import java.util.Arrays;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The program. Its first argument decides: {@code serve}, which may be left out, starts the server;
 * {@code join} is the terminal client, which has nothing of Spring.
 */
@SpringBootApplication
@EnableConfigurationProperties(ParleyProperties.class)
public class ParleyApplication {

    private static final int FAILED = 1;
    private static final int MISUNDERSTOOD = 2;
    private static final Duration PRINTED_WITHIN = Duration.ofSeconds(1);

    public static void main(String[] words) {
        if (words.length > 0 && words[0].equals("join")) {
            System.exit(JoinCommand.run(Arrays.copyOfRange(words, 1, words.length)));
        }
        if (Arguments.askForHelp(words)) {
            System.out.println(Arguments.USAGE + "\nREADME.md lists all settings.");
            return;
        }
        try {
            Arguments arguments = Arguments.read(words);
            serve(arguments, ConsoleTerminal.ofThisProcess());
        } catch (Arguments.Misunderstood e) {
            System.err.println(e.getMessage());
            System.exit(MISUNDERSTOOD);
        }
    }

    private static void serve(Arguments arguments, ConsoleTerminal consoleTerminal) {
        ConsolePrinter consolePrinter = ConsolePrinter.onto(consoleTerminal);
        var standardError = System.err;
        consolePrinter.replaceSystemStreams();
        SignalHandler signals =
                new SignalHandler(consoleTerminal, code -> Runtime.getRuntime().halt(code));
        signals.install();
        try {
            ConfigurableApplicationContext server = application(consoleTerminal, consolePrinter)
                    .run(arguments.options().toArray(String[]::new));
            if (signals.attach(server.getBean(GracefulShutdown.class))) {
                return;
            }
            server.getBean(StartupBanner.class).lines().forEach(line -> consolePrinter.announce("started", line));
            server.getBean(Console.class).open();
        } catch (RuntimeException e) {
            consolePrinter.finish(PRINTED_WITHIN);
            consoleTerminal.close();
            StartupFailureAnalyzer.print(e, standardError);
            System.exit(FAILED);
        }
    }

    /** The server, not started yet, with its operator at this screen. */
    public static SpringApplication application(ConsoleTerminal consoleTerminal, ConsolePrinter consolePrinter) {
        SpringApplication application = new SpringApplication(ParleyApplication.class);
        application.setDefaultProperties(Map.of("logging.pattern.console", logPattern(consoleTerminal.isTerminal())));
        application.addInitializers(context -> {
            UnknownSettingCheck.check(context.getEnvironment());
            UnknownSettingCheck.checkPagePort(context.getEnvironment());
            UnknownSettingCheck.checkForwarding(context.getEnvironment());
            if (context.getEnvironment().containsProperty("logging.structured.format.console")) {
                consolePrinter.disableAnnouncements();
            }
            context.getBeanFactory().registerSingleton("screen", consoleTerminal);
            context.getBeanFactory().registerSingleton("printer", consolePrinter);
        });
        return application;
    }

    /** One line an event; on a terminal the operator knows which day it is. */
    private static String logPattern(boolean terminal) {
        return (terminal ? "%d{HH:mm:ss}" : "%d{yyyy-MM-dd'T'HH:mm:ssXXX}") + " %replace(%p ){'INFO ',''}%m%n";
    }
}
