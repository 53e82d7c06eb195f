package dev.parley.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks that {@code parley migrate} copies each column that a database has, or that the reason why it does not is known. */
class StoredTableTest {

    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE (\\w+) \\((.*?)\\n\\)", Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("^    ([a-z_]+) +[a-zA-Z]", Pattern.MULTILINE);
    private static final Pattern ALTERED = Pattern.compile("ALTER TABLE (\\w+)\\s+(ADD COLUMN [^;]+);");
    private static final Pattern ADDED = Pattern.compile("ADD COLUMN (\\w+)");

    /** The tables that no migration copies, each with the reason. */
    private static final Map<String, String> NOT_COPIED = Map.ofEntries(
            Map.entry("server", "each PostgreSQL database has its own row"),
            Map.entry("node", "the nodes that use the database"),
            Map.entry("append_ticket", "ends with a node"),
            Map.entry("nickname", "users who are online"),
            Map.entry("nickname_holder", "users who are online"),
            Map.entry("membership", "users who are online"),
            Map.entry("room_presence", "users who are online"),
            Map.entry("node_message", "signals between nodes"),
            Map.entry("hook_owner", "the node that delivers for webhooks"),
            Map.entry("removal", "the unused space of one SQLite file"),
            Map.entry("operator_code", "valid for minutes"));

    /** The columns of copied tables that only one of the databases needs. */
    private static final Set<String> OF_ONE_DATABASE = Set.of("client_message.id", "direct_history.one");

    /** Returns the columns of all tables after all migrations, each with its table. */
    private static Set<String> columns(String database) throws IOException {
        Set<String> columns = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(MIGRATIONS.resolve(database), "*.sql")) {
            for (Path file : files) {
                String sql = Files.readString(file);
                assertThat(sql)
                        .as(file + " changes tables in a way that this test knows")
                        .doesNotContainPattern("DROP (TABLE|COLUMN)|RENAME|CREATE TABLE IF");
                Matcher table = TABLE.matcher(sql);
                while (table.find()) {
                    Matcher column = COLUMN.matcher(table.group(2));
                    while (column.find()) {
                        columns.add(name(table.group(1)) + "." + column.group(1));
                    }
                }
                Matcher altered = ALTERED.matcher(sql);
                while (altered.find()) {
                    Matcher added = ADDED.matcher(altered.group(2));
                    while (added.find()) {
                        columns.add(name(altered.group(1)) + "." + added.group(1));
                    }
                }
            }
        }
        columns.removeIf(column -> NOT_COPIED.containsKey(column.substring(0, column.indexOf('.'))));
        columns.removeAll(OF_ONE_DATABASE);
        return columns;
    }

    private static String name(String table) {
        return table.equals("sent") ? StoredTable.CLIENT_MESSAGE.sqlName() : table;
    }

    private static Set<String> copied() {
        return Arrays.stream(StoredTable.values())
                .flatMap(table -> table.columns().stream().map(column -> table.sqlName() + "." + column.name()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void migrationCopiesEachColumnOfBothDatabases() throws IOException {
        assertThat(columns("sqlite")).isEqualTo(copied());
        assertThat(columns("postgresql")).isEqualTo(copied());
    }
}
