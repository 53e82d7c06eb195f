package dev.parley.migration;

import dev.parley.storage.OfflineDatabase;
import dev.parley.storage.OfflineTarget;
import dev.parley.storage.StoredTable;
import java.sql.SQLException;

/** Copies all tables of a database to an empty one, and compares the rows that the target returns with those of the source. */
final class DatabaseCopy {

    private final OfflineDatabase source;
    private final OfflineTarget target;
    private final CopyProgress progress;

    DatabaseCopy(OfflineDatabase source, OfflineTarget target, CopyProgress progress) {
        this.source = source;
        this.target = target;
        this.progress = progress;
    }

    /** Copies and compares. The target is complete after that only if both are equal. */
    CopyReport run() throws SQLException {
        long rows = 0;
        for (StoredTable table : StoredTable.values()) {
            rows += source.count(table);
        }
        try {
            progress.begin("Copying", rows);
            ContentDigest sent = copy();
            progress.begin("Comparing", rows);
            ContentDigest stored = read();
            progress.end();
            CopyReport report = new CopyReport(sent, stored);
            if (report.isEqual()) {
                target.complete();
            }
            return report;
        } finally {
            progress.end();
        }
    }

    private ContentDigest copy() throws SQLException {
        ContentDigest digest = new ContentDigest();
        for (StoredTable table : StoredTable.values()) {
            OfflineTarget.RowWriter writer = target.writer(table);
            source.read(table, row -> {
                writer.write(row);
                digest.add(table, row);
                progress.advance();
            });
            writer.finish();
        }
        return digest;
    }

    private ContentDigest read() throws SQLException {
        ContentDigest digest = new ContentDigest();
        for (StoredTable table : StoredTable.values()) {
            target.read(table, row -> {
                digest.add(table, row);
                progress.advance();
            });
        }
        return digest;
    }
}
