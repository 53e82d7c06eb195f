package dev.parley.bench.load;

/**
 * The number of clients, and their distribution over rooms.
 *
 * @param readers the number of connected clients; client {@code n} is in room {@code n % rooms}
 * @param rooms the number of rooms, from 1
 * @param senders the number of clients that also send, those with the lowest numbers; a multiple of {@code rooms}
 * @param stalled the number of clients that stop reading after they joined, those with the highest numbers
 */
public record ClientLayout(int readers, int rooms, int senders, int stalled) {

    /**
     * @throws IllegalArgumentException if {@code senders} is not a positive multiple of {@code rooms}, or if there are
     *     fewer readers than senders and stalled clients
     */
    public ClientLayout {
        if (rooms < 1 || senders < rooms || senders % rooms != 0 || readers < senders + stalled) {
            throw new IllegalArgumentException("Invalid layout: " + readers + " readers in " + rooms + " rooms, "
                    + senders + " senders, " + stalled + " stalled.");
        }
    }

    /** Creates a layout of one room, in which half of the readers, at most 100, also send, and none is stalled. */
    public static ClientLayout oneRoom(int readers) {
        return new ClientLayout(readers, 1, Math.max(1, Math.min(100, readers / 2)), 0);
    }
}
