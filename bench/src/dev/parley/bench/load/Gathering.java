package dev.parley.bench.load;

/**
 * Who comes.
 *
 * @param readers all who are connected; they read
 * @param rooms over how many rooms they are spread, evenly
 * @param speakers so many of them speak as well; a multiple of the rooms
 * @param deaf so many of them, the last ones, do not read at all once they are in
 */
public record Gathering(int readers, int rooms, int speakers, int deaf) {

    /** Checks that they can be spread. */
    public Gathering {
        if (rooms < 1 || speakers < rooms || speakers % rooms != 0 || readers < speakers + deaf) {
            throw new IllegalArgumentException("That gathering cannot be: " + readers + " readers in " + rooms
                    + " rooms, " + speakers + " speakers, " + deaf + " deaf.");
        }
    }

    /** So many in one room, all of whom read; half of them speak, a hundred at most. */
    public static Gathering inOneRoom(int readers) {
        return new Gathering(readers, 1, Math.max(1, Math.min(100, readers / 2)), 0);
    }
}
