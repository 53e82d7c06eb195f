package dev.parley.storage.sqlite;

import java.security.SecureRandom;

/** The random id of a room's history, by which numbers of another history are told apart from its own. */
final class EpochGenerator {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 12;

    private final SecureRandom random = new SecureRandom();

    /** One that was never used before, as far as chance goes: 71 random bits. */
    String next() {
        return random.ints(LENGTH, 0, LETTERS.length())
                .collect(
                        () -> new StringBuilder(LENGTH),
                        (written, letter) -> written.append(LETTERS.charAt(letter)),
                        StringBuilder::append)
                .toString();
    }
}
