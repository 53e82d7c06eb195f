package dev.parley.storage.sqlite;

import dev.parley.storage.HistoryUnavailableException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The problems of a database file, each as a sentence with its remedy. */
final class FileProblems {

    private FileProblems() {}

    private static HistoryUnavailableException of(Path file, String problem, String remedy, @Nullable Throwable cause) {
        return new HistoryUnavailableException(file.toString(), "parley.history.file", problem, remedy, cause);
    }

    static HistoryUnavailableException folderMissing(Path file) {
        return of(file, "its folder does not exist", "make the folder, or name a file elsewhere", null);
    }

    static HistoryUnavailableException folderNotWritable(Path file) {
        return of(
                file,
                "nothing can be written to its folder",
                "allow it to the user who runs Parley, or name a file elsewhere",
                null);
    }

    static HistoryUnavailableException notAFile(Path file) {
        return of(file, "it is not a file but a folder or the like", "name a file", null);
    }

    static HistoryUnavailableException badName(Path file) {
        return of(file, "its path contains a question mark", "name a file without one", null);
    }

    static HistoryUnavailableException notWritable(Path file) {
        return of(
                file,
                "it cannot be read and written",
                "allow both to the user who runs Parley, or name another file",
                null);
    }

    static HistoryUnavailableException inUse(Path file, String holder) {
        return of(
                file, "it is in use by another Parley" + holder, "stop that one, or give each a file of its own", null);
    }

    static HistoryUnavailableException notParley(Path file) {
        return of(file, "it is not one of Parley's databases", "name another file", null);
    }

    static HistoryUnavailableException corrupt(Path file, @Nullable Throwable cause) {
        return of(
                file,
                "it is damaged",
                "put a copy back and start once with --parley.history.restored-from-backup, or move it away to begin anew",
                cause);
    }

    static HistoryUnavailableException logBesideBackup(Path file) {
        Path name = file.getFileName();
        return of(
                file,
                "the files " + name + "-wal and " + name + "-shm of the replaced database lie beside the backup",
                "remove both and start again with --parley.history.restored-from-backup",
                null);
    }

    static HistoryUnavailableException newer(Path file) {
        return of(
                file, "it was written by a newer version of Parley", "start that version, or name another file", null);
    }

    static HistoryUnavailableException older(Path file) {
        return of(
                file,
                "it was written by an older version of Parley",
                "start this version once with it, which updates it, and stop it again",
                null);
    }

    static HistoryUnavailableException missing(Path file) {
        return of(file, "there is no database", "name the file of a server that is stopped", null);
    }

    static HistoryUnavailableException exists(Path file) {
        return of(file, "it exists already", "name a file that does not exist, or move this one away", null);
    }

    static HistoryUnavailableException migrationInterrupted(Path file) {
        return of(
                file,
                "a migration to it did not end",
                "run parley migrate again, which begins anew, or remove the file",
                null);
    }

    static HistoryUnavailableException noWriteAheadLog(Path file) {
        return of(
                file,
                "its file system cannot share memory between connections (a network drive?)",
                "name a file on a local disk",
                null);
    }

    static HistoryUnavailableException failing(Path file, Throwable cause) {
        return of(file, "it cannot be opened (" + cause.getMessage() + ")", "see to that, or name another file", cause);
    }
}
