package dev.parley;

import dev.parley.config.ServerLauncher;
import dev.parley.config.StartupBanner;
import dev.parley.console.ConsolePrinter;
import dev.parley.console.ConsoleTerminal;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the server with a clock that is 1 hour ahead. */
public final class ShiftedClockMain {

    private static final Duration AHEAD = Duration.ofHours(1);

    private ShiftedClockMain() {}

    public static void main(String[] args) {
        ConsoleTerminal consoleTerminal = ConsoleTerminal.ofThisProcess();
        ConsolePrinter consolePrinter = ConsolePrinter.onto(consoleTerminal);
        SpringApplication application =
                ServerLauncher.application(ParleyApplication.class, consoleTerminal, consolePrinter);
        application.addInitializers(context -> context.getBeanFactory().addBeanPostProcessor(new ClockShift()));
        ConfigurableApplicationContext server = application.run(args);
        server.getBean(StartupBanner.class).lines().forEach(consolePrinter::print);
    }

    private static final class ClockShift implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof Clock clock ? Clock.offset(clock, AHEAD) : bean;
        }
    }
}
