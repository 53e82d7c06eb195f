package dev.parley.storage.sqlite;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Overwrites the unused parts of the pages of a database file with zeros. When SQLite moves rows from a full page to another,
 * it leaves copies of them in the unused space of the old page, also with {@code secure_delete}. Only bytes without a meaning
 * change, so that an interruption does no harm. Confined to the holder of the runner that writes.
 *
 * <p>See https://www.sqlite.org/fileformat2.html for the format of pages.
 */
final class UnusedSpace implements AutoCloseable {

    private static final int HEADER = 100;
    private static final int PAGE_SIZE_AT = 16;
    private static final int RESERVED_AT = 20;
    private static final int FREE_LIST_AT = 32;
    private static final int LARGEST_ROOT_AT = 52;
    private static final int MAX_PAGE_SIZE = 65_536;

    /** The bytes that are read at once. */
    private static final int CHUNK = 1 << 20;

    /** SQLite locks bytes from here on, and stores nothing in their page. A multiple of {@link #CHUNK}. */
    private static final long LOCKED_AT = 1L << 30;

    /** Pages of other types begin with a page number, which has a first byte of 0 or 1 up to this number. */
    private static final long MOST_PAGES = (2L << 24) - 1;

    private static final byte[] ZEROS = new byte[MAX_PAGE_SIZE];

    private final Path file;

    /** Closed last, because closing it releases the locks of SQLite in this process; no channel, which an interrupt closes. */
    private @Nullable RandomAccessFile opened;

    private int pageSize = MAX_PAGE_SIZE;
    private int usable = MAX_PAGE_SIZE;
    private boolean overwritten;

    UnusedSpace(Path file) {
        this.file = file;
    }

    /**
     * Overwrites the unused space. The caller holds the lock of the writer, the write-ahead log is empty, and the page cache of
     * the connection that writes, too.
     */
    void clear() throws IOException {
        RandomAccessFile open = opened;
        if (open == null) {
            open = new RandomAccessFile(file.toFile(), "rw");
            opened = open;
        }
        byte[] header = new byte[HEADER];
        read(open, header, 0, HEADER);
        ByteBuffer fields = ByteBuffer.wrap(header);
        int size = number(header, PAGE_SIZE_AT);
        pageSize = size == 1 ? MAX_PAGE_SIZE : size;
        usable = pageSize - (header[RESERVED_AT] & 0xff);
        long pages = open.length() / pageSize;
        if (fields.getInt(LARGEST_ROOT_AT) != 0 || pages > MOST_PAGES) {
            throw new IOException("The pages of " + file + " have no types that can be recognized.");
        }
        overwritten = false;
        clearFreePages(open, Integer.toUnsignedLong(fields.getInt(FREE_LIST_AT)), pages);
        byte[] chunk = new byte[Math.max(CHUNK, pageSize)];
        long at = 0;
        while (at < pages * pageSize) {
            // Chunks end at the locked page, which cannot be read on Windows.
            int length = (int) Math.min(chunk.length, pages * pageSize - at);
            if (at == LOCKED_AT) {
                length = pageSize;
            } else {
                read(open, chunk, at, length);
                for (int page = 0; page < length; page += pageSize) {
                    clearPage(open, chunk, page, at);
                }
            }
            at += length;
        }
        if (overwritten) {
            open.getFD().sync();
        }
    }

    /** Clears the pages that contain no data. Each trunk page of the free list has the numbers of such pages. */
    private void clearFreePages(RandomAccessFile open, long first, long pages) throws IOException {
        byte[] page = new byte[pageSize];
        long trunk = first;
        for (long visited = 0; trunk > 0 && trunk <= pages && visited < pages; visited++) {
            read(open, page, (trunk - 1) * pageSize, pageSize);
            ByteBuffer fields = ByteBuffer.wrap(page.clone());
            trunk = Integer.toUnsignedLong(fields.getInt());
            int leaves = fields.getInt();
            for (int i = 0; i < leaves && fields.remaining() >= Integer.BYTES; i++) {
                long leaf = Integer.toUnsignedLong(fields.getInt());
                if (leaf > 1 && leaf <= pages) {
                    read(open, page, (leaf - 1) * pageSize, pageSize);
                    overwrite(open, page, 0, pageSize, (leaf - 1) * pageSize);
                }
            }
        }
    }

    /**
     * Clears the unused space of a page of a table or an index.
     *
     * @param at the position of the chunk in the file
     */
    private void clearPage(RandomAccessFile open, byte[] chunk, int page, long at) throws IOException {
        long position = at + page;
        int header = page + (position == 0 ? HEADER : 0);
        int type = chunk[header];
        boolean isInterior = type == 2 || type == 5;
        boolean isLeaf = type == 10 || type == 13;
        if (!isInterior && !isLeaf) {
            return;
        }
        int content = number(chunk, header + 5);
        int start = header + (isInterior ? 12 : 8) + 2 * number(chunk, header + 3);
        int end = page + (content == 0 ? MAX_PAGE_SIZE : content);
        if (start > end || end > page + usable) {
            return; // a page that contains no data, and is damaged or was reused
        }
        overwrite(open, chunk, start, end, at);
        int block = number(chunk, header + 1);
        for (int last = 0; block > last && block + 4 <= usable; ) {
            int size = number(chunk, page + block + 2);
            if (size >= 4 && block + size <= usable) {
                overwrite(open, chunk, page + block + 4, page + block + size, at);
            }
            last = block;
            block = number(chunk, page + block);
        }
    }

    /** Overwrites bytes that are not zero. */
    private void overwrite(RandomAccessFile open, byte[] bytes, int from, int to, long at) throws IOException {
        if (Arrays.mismatch(bytes, from, to, ZEROS, 0, to - from) >= 0) {
            open.seek(at + from);
            open.write(ZEROS, 0, to - from);
            overwritten = true;
        }
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static void read(RandomAccessFile open, byte[] bytes, long at, int length) throws IOException {
        open.seek(at);
        open.readFully(bytes, 0, length);
    }

    /** Closes the file, after all connections. */
    @Override
    public void close() {
        RandomAccessFile open = opened;
        opened = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException ignored) {
                return;
            }
        }
    }
}
