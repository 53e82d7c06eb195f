package dev.parley.console;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Explains file errors to the operator. */
final class FileErrors {

    private FileErrors() {}

    /** Returns the cause of an error as a sentence to follow a colon. */
    static String describe(IOException trouble) {
        if (trouble instanceof NoSuchFileException missing) {
            return "there is no file " + missing.getFile() + ".";
        }
        if (trouble instanceof AccessDeniedException denied) {
            return "the server may not use " + denied.getFile() + ". Give it the right to, or choose another place.";
        }
        if (trouble instanceof CharacterCodingException) {
            return "the file is not text in UTF-8.";
        }
        String reason = trouble instanceof FileSystemException system ? system.getReason() : trouble.getMessage();
        return (reason == null ? trouble.toString() : reason) + ".";
    }
}
