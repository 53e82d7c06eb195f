package dev.parley;

import dev.parley.chat.room.Scheduler;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ServerResources;
import dev.parley.config.ExecutorConfiguration;
import dev.parley.config.ParleyProperties;
import dev.parley.config.StartupBanner;
import dev.parley.console.ConsolePrinter;
import dev.parley.console.ConsoleTerminal;
import dev.parley.load.SlowHistory;
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

/** The server, but for one thing that is wrong on purpose: what checks servers has to find it. */
public final class BrokenServerMain {

    /** It gives receipts before it commits. */
    public static final String RECEIPT_BEFORE_COMMIT = "receipt-before-commit";

    /** Nothing keeps the same reference from being stored twice. */
    public static final String NO_INDEX = "no-index";

    private BrokenServerMain() {}

    public static void main(String[] words) {
        ConsoleTerminal consoleTerminal = ConsoleTerminal.ofThisProcess();
        ConsolePrinter consolePrinter = ConsolePrinter.onto(consoleTerminal);
        SpringApplication application = ParleyApplication.application(consoleTerminal, consolePrinter);
        application.addInitializers(context ->
                context.getBeanFactory().addBeanPostProcessor(new Breaking(words[0], context.getBeanFactory())));
        ConfigurableApplicationContext server = application.run(Arrays.copyOfRange(words, 1, words.length));
        server.getBean(StartupBanner.class).lines().forEach(consolePrinter::print);
    }

    private record Breaking(String how, BeanFactory beans) implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (how.equals(RECEIPT_BEFORE_COMMIT) && bean instanceof ChatServer) {
                return hasty();
            }
            if (how.equals(NO_INDEX) && bean instanceof SqliteHistory) {
                dropIndex();
            }
            return bean;
        }

        private ChatServer hasty() {
            SqliteHistory history = beans.getBean(SqliteHistory.class);
            return new ChatServer(
                    beans.getBean(ServerLimits.class),
                    new ServerResources(
                            new SlowHistory(history),
                            history.tokenStore(),
                            history.sanctionStore(),
                            beans.getBean(Clock.class),
                            beans.getBean(Scheduler.class),
                            beans.getBean(ExecutorConfiguration.ROOM_EXECUTOR, Executor.class),
                            beans.getBean(ExecutorConfiguration.HISTORY_EXECUTOR, Executor.class)));
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
