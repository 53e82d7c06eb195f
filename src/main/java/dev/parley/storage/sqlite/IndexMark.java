package dev.parley.storage.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.search.SearchQuery;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The mark of a room or an author in the index, by which a search reads their messages only. Others can have the same mark.
 *
 * @param word the mark in the index of words, one word
 * @param part the mark in the index of parts: 3 characters for private use, which texts seldom have
 */
record IndexMark(String word, String part) {

    private static final char PRIVATE_USE = '\uE000'; // 6,400 characters

    private static final int BITS = 12; // of a character
    private static final long OF_CHARACTER = (1L << BITS) - 1;

    /** The bits of the first character, whose next one tells rooms and authors apart. */
    private static final int BITS_OF_FIRST = 11;

    private static final long OF_FIRST = (1L << BITS_OF_FIRST) - 1;

    /** Returns the mark of a room. */
    static IndexMark ofRoom(long id) {
        return new IndexMark("r" + id, part(0, id));
    }

    /** Returns the mark of an author, ignoring case and diacritics. */
    static IndexMark ofAuthor(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(SearchQuery.foldName(name).getBytes(UTF_8));
            long hash = ByteBuffer.wrap(digest).getLong() >>> (Long.SIZE - 2 * BITS - BITS_OF_FIRST);
            return new IndexMark("a" + Long.toString(hash, Character.MAX_RADIX), part(1L << BITS_OF_FIRST, hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private static String part(long kind, long value) {
        return new String(new char[] {
            (char) (PRIVATE_USE + (kind | ((value >> (2 * BITS)) & OF_FIRST))),
            (char) (PRIVATE_USE + ((value >> BITS) & OF_CHARACTER)),
            (char) (PRIVATE_USE + (value & OF_CHARACTER))
        });
    }
}
