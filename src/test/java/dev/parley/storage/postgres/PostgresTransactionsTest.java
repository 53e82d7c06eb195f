package dev.parley.storage.postgres;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.chat.room.StorageException;
import dev.parley.storage.SqlConnection;
import dev.parley.storage.Transactions;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Checks transactions whose connection fails during the commit. */
@NeedsPostgres
class PostgresTransactionsTest {

    private static final TestDatabase DATABASE = TestDatabase.create();

    private final AtomicInteger runs = new AtomicInteger();

    @BeforeEach
    void createTable() {
        DATABASE.execute("DROP TABLE IF EXISTS counted", "CREATE TABLE counted (number int)");
    }

    @Test
    void interruptedCommitThatTookEffectCompletesWithItsValue() {
        Transactions transactions = transactions(connection -> {
            connection.commit();
            connection.close();
        });

        assertThat(get(transactions.submit("count", this::count))).isEqualTo(1);

        assertThat(DATABASE.query("SELECT number FROM counted")).containsExactly("1");
    }

    @Test
    void interruptedCommitThatWasRolledBackFails() {
        Transactions transactions = transactions(connection -> {
            connection.rollback();
            connection.close();
        });

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> get(transactions.submit("count", this::count)))
                .withMessageContaining("Could not count: the connection was reset");

        assertThat(DATABASE.query("SELECT number FROM counted")).isEmpty();
    }

    @Test
    void interruptedCommitThatIsInProgressIsWaitedFor() throws SQLException {
        Connection[] open = new Connection[1];
        Transactions transactions = transactions(connection -> open[0] = connection);

        var result = transactions.submit("count", this::count).toCompletableFuture();
        assertThat(result).isNotDone();
        open[0].commit();
        open[0].close();

        assertThat(get(result)).isEqualTo(1);
        assertThat(runs).hasValue(1);
    }

    private int count(SqlConnection connection) throws SQLException {
        runs.incrementAndGet();
        return connection.update("INSERT INTO counted (number) VALUES (?)", runs.get());
    }

    /** Decides on a transaction whose commit gets no answer. */
    private interface Commit {
        void run(Connection connection) throws SQLException;
    }

    private static Transactions transactions(Commit commit) {
        PGSimpleDataSource server = new PGSimpleDataSource();
        server.setUrl(DATABASE.url());
        server.setUser("postgres");
        return new PostgresTransactions(new InterruptedDataSource(server, commit), Runnable::run, connection -> {
            try (ResultSet row = connection.query("SELECT '1:' || pg_current_xact_id()")) {
                row.next();
                return row.getString(1);
            }
        });
    }

    /** Opens connections that fail in each commit. */
    private static final class InterruptedDataSource extends DelegatingDataSource {
        private final Commit commit;

        private InterruptedDataSource(DataSource server, Commit commit) {
            super(server);
            this.commit = commit;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            InvocationHandler handler = (proxy, method, arguments) -> {
                if (method.getName().equals("commit")) {
                    commit.run(connection);
                    throw new SQLException("the connection was reset", "08006");
                }
                if (method.getName().equals("close") && !connection.isClosed() && !connection.getAutoCommit()) {
                    return null; // the test ends the transaction
                }
                try {
                    return method.invoke(connection, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            };
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
        }
    }
}
