package dev.parley;

import dev.parley.chat.room.Scheduler;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.TestResources;
import dev.parley.config.ExecutorConfiguration;
import dev.parley.config.ParleyProperties;
import dev.parley.config.ServerLauncher;
import dev.parley.config.StartupBanner;
import dev.parley.console.ConsolePrinter;
import dev.parley.console.ConsoleTerminal;
import dev.parley.load.DelayedWriteHistory;
import dev.parley.storage.sqlite.SqliteHistory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the server with one defect on purpose, which the tests of a server have to detect. */
public final class BrokenServerMain {

    /** Sends receipts before the commit. */
    public static final String RECEIPT_BEFORE_COMMIT = "receipt-before-commit";

    /** Drops the unique index on references, so that a message can be stored twice. */
    public static final String NO_INDEX = "no-index";

    private BrokenServerMain() {}

    public static void main(String[] args) {
        ConsoleTerminal consoleTerminal = ConsoleTerminal.ofThisProcess();
        ConsolePrinter consolePrinter = ConsolePrinter.onto(consoleTerminal);
        SpringApplication application =
                ServerLauncher.application(ParleyApplication.class, consoleTerminal, consolePrinter);
        application.addInitializers(context ->
                context.getBeanFactory().addBeanPostProcessor(new DefectInstaller(args[0], context.getBeanFactory())));
        ConfigurableApplicationContext server = application.run(Arrays.copyOfRange(args, 1, args.length));
        server.getBean(StartupBanner.class).lines().forEach(consolePrinter::print);
    }

    private record DefectInstaller(String defect, BeanFactory beans) implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (defect.equals(RECEIPT_BEFORE_COMMIT) && bean instanceof ChatServer) {
                return chatServerWithEarlyReceipts();
            }
            if (defect.equals(NO_INDEX) && bean instanceof SqliteHistory) {
                dropIndex();
            }
            return bean;
        }

        private ChatServer chatServerWithEarlyReceipts() {
            SqliteHistory history = beans.getBean(SqliteHistory.class);
            Executor roomExecutor = beans.getBean(ExecutorConfiguration.ROOM_EXECUTOR, Executor.class);
            return new ChatServer(
                    beans.getBean(ServerLimits.class),
                    TestResources.of(
                            new DelayedWriteHistory(history),
                            history.tokenStore(),
                            history.sanctionStore(),
                            beans.getBean(Clock.class),
                            beans.getBean(Scheduler.class),
                            roomExecutor));
        }

        private void dropIndex() {
            String file = beans.getBean(ParleyProperties.class).history().file().toString();
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                statement.execute("DROP INDEX IF EXISTS sent_once");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
