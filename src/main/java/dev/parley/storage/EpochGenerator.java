package dev.parley.storage;

import java.security.SecureRandom;

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
}
