package dev.parley.storage.sqlite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads the file of a search index beside the server. */
record SearchIndexFile(Path path) {

    /** Returns the bytes of the file and of those that SQLite keeps beside it. */
    String content() throws IOException {
        StringBuilder content = new StringBuilder();
        try (Stream<Path> files = Files.list(Objects.requireNonNull(path.getParent()))) {
            for (Path each : files.filter(file -> file.getFileName().toString().startsWith("parley-search"))
                    .toList()) {
                content.append(Files.readString(each, ISO_8859_1));
            }
        }
        return content.toString();
    }

    /** Runs statements, and returns the first number of the last one. */
    long number(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(statements).subList(0, statements.length - 1)) {
                statement.execute(sql);
            }
            try (ResultSet row = statement.executeQuery(statements[statements.length - 1])) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Returns the number of terms in a table of FTS5. */
    long terms(String table) throws SQLException {
        return number(
                "CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', '" + table + "', 'row')",
                "SELECT count(*) FROM temp.terms");
    }
}
