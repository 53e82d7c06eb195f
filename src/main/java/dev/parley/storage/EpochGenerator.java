package dev.parley.storage;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;

/** Generates the random ids of histories, which tell sequence numbers of different histories apart. */
public final class EpochGenerator {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 12;

    private final SecureRandom random = new SecureRandom();

    /** Returns an id of 71 random bits. */
    public String next() {
        return random.ints(LENGTH, 0, LETTERS.length())
                .collect(
                        () -> new StringBuilder(LENGTH),
                        (written, letter) -> written.append(LETTERS.charAt(letter)),
                        StringBuilder::append)
                .toString();
    }

    /** Gives all rooms and the direct messages new epochs; returns the number of histories of direct messages. */
    public int renewAll(SqlConnection connection) throws SQLException {
        List<Long> rooms = connection
                .client()
                .sql("SELECT id FROM room")
                .query((row, number) -> row.getLong(1))
                .list();
        for (long room : rooms) {
            connection.update("UPDATE room SET epoch = ? WHERE id = ?", next(), room);
        }
        return connection.update("UPDATE direct_history SET epoch = ?", next());
    }
}
