package dev.parley.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.StorageException;
import dev.parley.storage.HistoryUnavailableException;
import dev.parley.storage.OfflineDatabase;
import dev.parley.storage.OfflineTarget;
import dev.parley.storage.StoredTable;
import dev.parley.storage.postgres.OfflinePostgres;
import dev.parley.storage.sqlite.OfflineFile;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.ByteOrderMark;
import dev.parley.text.LibraryFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code parley migrate}: moves the data of a server that is stopped to another database. */
@Command(
        name = "migrate",
        header = "Moves all data of a stopped server from SQLite to PostgreSQL, or back.",
        mixinStandardHelpOptions = true,
        usageHelpWidth = MigrateCommand.USAGE_WIDTH,
        sortOptions = false,
        customSynopsis = "parley migrate --from DATABASE --to DATABASE [--user NAME] [--password-file FILE]",
        description = {
            "",
            "DATABASE is sqlite:FILE or jdbc:postgresql://HOST:5432/NAME. Positions, references, resume",
            "tokens, bans and topics stay the same, so that clients continue where they were. The target",
            "has to be empty. Servers can use it only if all rows that it returns equal those of the source.",
            ""
        },
        footer = {
            "",
            "The password is read from --password-file, or from SPRING_DATASOURCE_PASSWORD or PGPASSWORD in the",
            "environment, or from ~/.pgpass. The user is read from --user, SPRING_DATASOURCE_USERNAME or PGUSER.",
            "",
            "Example:",
            "  PGPASSWORD=tea-at-four parley migrate --from sqlite:parley.db \\",
            "      --to jdbc:postgresql://db.example/parley --user parley"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the target has everything, and servers can use it",
            "1:nothing was moved; the sentence names the reason",
            "2:the command line is invalid"
        })
public final class MigrateCommand implements Callable<Integer> {

    static final int USAGE_WIDTH = 100;

    private static final String SQLITE = "sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--from", required = true, paramLabel = "DATABASE", description = "The database to read.")
    private String from = "";

    @Option(names = "--to", required = true, paramLabel = "DATABASE", description = "The empty database to fill.")
    private String to = "";

    @Option(names = "--user", paramLabel = "NAME", description = "The user of PostgreSQL.")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file whose first line is the password of the user.")
    private @Nullable Path passwordFile;

    private MigrateCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Returns the picocli command. */
    public static CommandLine command(Map<String, String> environment) {
        return new CommandLine(new MigrateCommand(environment));
    }

    /** A sentence for the operator, with which the command ends. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String sentence, @Nullable Throwable cause) {
            super(sentence, cause);
        }
    }

    @Override
    public Integer call() {
        // The log of a command without Spring would be that of a developer.
        LoggingSystem.get(MigrateCommand.class.getClassLoader()).beforeInitialize();
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        PrintWriter err = command.getErr();
        try {
            checkAddresses();
            return LibraryFolder.load(() -> move(command.getOut(), err), "org.sqlite.tmpdir", "jline.tmpdir");
        } catch (RefusedException e) {
            err.println(e.getMessage());
        } catch (IOException | StorageException e) {
            err.println("The folder for temporary files, " + System.getProperty("java.io.tmpdir")
                    + ", cannot be used (" + e.getMessage()
                    + "). Start Java with another folder: java -Djava.io.tmpdir=FOLDER -jar parley.jar.");
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private void checkAddresses() {
        for (String option : List.of("--from", "--to")) {
            String address = option.equals("--from") ? from : to;
            if (!address.startsWith(POSTGRESQL)
                    && !(address.startsWith(SQLITE) && address.length() > SQLITE.length())) {
                throw new RefusedException(
                        "The value of " + option + " is not the address of a database; write sqlite:FILE or"
                                + " jdbc:postgresql://HOST:5432/DATABASE.",
                        null);
            }
        }
        if (from.startsWith(SQLITE) == to.startsWith(SQLITE)) {
            throw new RefusedException(
                    from.equals(to)
                            ? "The source and the target are the same database; name one of SQLite and one of PostgreSQL."
                            : from.startsWith(SQLITE)
                                    ? "Both databases are of SQLite; copy the file of the stopped server instead."
                                    : "Both databases are of PostgreSQL; use pg_dump and pg_restore instead.",
                    null);
        }
    }

    private int move(PrintWriter out, PrintWriter err) {
        SqliteHistory.loadLibrary();
        AtomicBoolean ended = new AtomicBoolean();
        Thread onInterrupt = new Thread(() -> {
            if (!ended.get()) {
                err.println("The migration was interrupted: nothing was moved. Run it again to begin anew.");
                err.flush();
            }
        });
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        long begun = System.nanoTime();
        // Opened before the target, so that a source that cannot be used leaves the target unchanged.
        try (OfflineDatabase source = source();
                OfflineTarget target = target()) {
            CopyReport report =
                    new DatabaseCopy(source, target, new CopyProgress(err, isTerminal(), System::nanoTime)).run();
            report.lines().forEach(out::println);
            out.println();
            if (!report.isEqual()) {
                throw new RefusedException(
                        "The target differs from the source, so that nothing was moved. Please report this with the lines"
                                + " above.",
                        null);
            }
            out.println(summary(report, source, target, (System.nanoTime() - begun) / 1e9));
            out.println(advice());
            out.flush();
            return CommandLine.ExitCode.OK;
        } catch (SQLException e) {
            throw new RefusedException(
                    "The migration failed, and nothing was moved: "
                            + String.valueOf(e.getMessage())
                                    .replaceAll("\\s+", " ")
                                    .strip()
                            + " Remove the cause and run it again.",
                    e);
        } finally {
            ended.set(true);
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        }
    }

    private static String summary(CopyReport report, OfflineDatabase source, OfflineDatabase target, double seconds) {
        return String.format(
                Locale.ROOT,
                "Moved %,d messages of %,d rooms from %s to %s in %.1f s.",
                report.rows(StoredTable.MESSAGE),
                report.rows(StoredTable.ROOM),
                source.location(),
                target.location(),
                seconds);
    }

    private String advice() {
        String setting = to.startsWith(SQLITE)
                ? "Start the server with parley.history.file=" + to.substring(SQLITE.length())
                        + " and without spring.datasource.url."
                : "Start the server with spring.datasource.url, spring.datasource.username and"
                        + " spring.datasource.password of the target.";
        return setting + " Do not start a server with the source again, except with"
                + " parley.history.restored-from-backup=true.";
    }

    private OfflineDatabase source() {
        try {
            return from.startsWith(SQLITE)
                    ? OfflineFile.source(path("--from", from))
                    : OfflinePostgres.source(access("--from", from));
        } catch (HistoryUnavailableException e) {
            throw new RefusedException(e.sentence("--from"), e);
        }
    }

    private OfflineTarget target() {
        try {
            return to.startsWith(SQLITE)
                    ? OfflineFile.target(path("--to", to))
                    : OfflinePostgres.target(access("--to", to));
        } catch (HistoryUnavailableException e) {
            throw new RefusedException(e.sentence("--to"), e);
        }
    }

    private static Path path(String option, String address) {
        try {
            return Path.of(address.substring(SQLITE.length()));
        } catch (InvalidPathException e) {
            throw new RefusedException("The value of " + option + " is not the path of a file; write sqlite:FILE.", e);
        }
    }

    private OfflinePostgres.Access access(String option, String url) {
        return new OfflinePostgres.Access(option, url, user(), password());
    }

    private @Nullable String user() {
        return user != null ? user : environment.getOrDefault("SPRING_DATASOURCE_USERNAME", environment.get("PGUSER"));
    }

    private @Nullable String password() {
        Path file = passwordFile;
        if (file == null) {
            return environment.getOrDefault("SPRING_DATASOURCE_PASSWORD", environment.get("PGPASSWORD"));
        }
        try {
            List<String> lines = Files.readAllLines(file, UTF_8);
            return lines.isEmpty() ? "" : ByteOrderMark.skip(lines.get(0));
        } catch (IOException e) {
            throw new RefusedException("The password cannot be read from " + file + "; check the file.", e);
        }
    }

    /** Returns whether the standard error of this process is a terminal. */
    private static boolean isTerminal() {
        try {
            return TerminalProvider.load(TerminalBuilder.PROP_PROVIDER_JNI).isSystemStream(SystemStream.Error);
        } catch (IOException ignored) {
            return false;
        }
    }
}
