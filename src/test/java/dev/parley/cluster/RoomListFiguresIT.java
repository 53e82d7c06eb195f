package dev.parley.cluster;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.MessageDraft;
import dev.parley.integration.ServerProcess;
import dev.parley.load.Measurements;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.RoomName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Measures the cost of the list of rooms for clients that subscribe to it, with 100 and with 10,000 rooms. */
@Tag("soak")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RoomListFiguresIT {

    private static final int FEW = 100;
    private static final int MANY = 10_000;
    private static final int READERS = 200;
    private static final int MOVERS = 5;
    private static final Duration TIME = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    /** The CPU of the server in percent of a core, and the frames of all readers, of one period. */
    private record Cost(double percent, long frames) {}

    private record Costs(Cost unchanged, Cost changing) {}

    @Test
    void manyRoomsCostAConnectedClientNothing() throws Exception {
        Measurements measurements = Measurements.of("room-list");
        Costs few = measure(FEW, measurements);
        Costs many = measure(MANY, measurements);

        assertThat(few.unchanged().frames()).isZero();
        assertThat(many.unchanged().frames()).isZero();
        assertThat(many.changing().frames())
                .isPositive()
                .isLessThanOrEqualTo(few.changing().frames());
    }

    private Costs measure(int rooms, Measurements measurements) throws Exception {
        Path directory = Files.createDirectories(folder.resolve("rooms-" + rooms));
        store(directory, rooms);
        try (ServerProcess server = ServerProcess.start(
                        directory, "--parley.limits.max-rooms=20000", "--parley.limits.max-new-users-per-minute=0");
                RawStompClients clients = new RawStompClients()) {
            List<RawStompClients.Client> movers = connect(clients, server, "mover", MOVERS);
            List<RawStompClients.Client> readers = connect(clients, server, "reader", READERS);
            readers.forEach(reader -> reader.send("SUBSCRIBE\nid:list\ndestination:/topic/rooms\nchanges:true\n\n\0"));
            movers.forEach(mover -> join(mover, 0));
            awaitCalm(readers);
            Cost unchanged = cost(server, readers, () -> LockSupport.parkNanos(TIME.toNanos()));
            Cost changing = cost(server, readers, () -> move(movers, rooms, (int) TIME.toSeconds()));
            measurements.add(
                    "%,d rooms, %d clients that subscribe to the list: %.2f %% of a core and %,d frames in %d s while nothing"
                            + " changes; %.2f %% and %,d frames while %d rooms per second change",
                    rooms,
                    READERS,
                    unchanged.percent(),
                    unchanged.frames(),
                    TIME.toSeconds(),
                    changing.percent(),
                    changing.frames(),
                    2 * MOVERS);
            return new Costs(unchanged, changing);
        }
    }

    /** Stores a message in each room, so that the rooms exist when the server starts. */
    private static void store(Path directory, int rooms) {
        try (SqliteHistory history = SqliteHistory.open(
                new HistorySettings(directory.resolve("parley.db"), Duration.ofDays(30), 0, false),
                Clock.systemUTC(),
                Runnable::run,
                Runnable::run)) {
            User user = new User(
                    "before", NicknamePolicy.OPERATOR, new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);
            for (int i = 0; i < rooms; i++) {
                get(history.append(new RoomName(room(i)), List.of(new MessageDraft(user, "tea at four", false, null))));
            }
        }
    }

    private static String room(int number) {
        return String.format("room-%05d", number);
    }

    private static List<RawStompClients.Client> connect(
            RawStompClients clients, ServerProcess server, String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> clients.connect(server.terminalPort(), name + i, "lobby", false))
                .toList();
    }

    private static void join(RawStompClients.Client client, int room) {
        client.send("SUBSCRIBE\nid:move\ndestination:/topic/rooms/" + room(room) + "\nreplay:0\n\n\0");
    }

    /** Moves each client to another room once a second, which changes 2 rooms. */
    private static void move(List<RawStompClients.Client> movers, int rooms, int seconds) {
        long due = System.nanoTime();
        for (int second = 0; second < seconds; second++) {
            for (int i = 0; i < movers.size(); i++) {
                int step = second * movers.size() + i;
                int target = (int) (step * 7_919L % rooms); // a prime, so that the rooms are spread
                movers.get(i).send("UNSUBSCRIBE\nid:move\n\n\0");
                join(movers.get(i), target);
            }
            due += TimeUnit.SECONDS.toNanos(1);
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    /** Waits until no reader has received anything for 3 s. */
    private static void awaitCalm(List<RawStompClients.Client> readers) {
        long before;
        do {
            before = frames(readers);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
        } while (frames(readers) > before);
    }

    private static long frames(List<RawStompClients.Client> readers) {
        return readers.stream().mapToLong(RawStompClients.Client::frames).sum();
    }

    private static Cost cost(ServerProcess server, List<RawStompClients.Client> readers, Runnable period) {
        long frames = frames(readers);
        Duration cpu = cpu(server);
        long began = System.nanoTime();
        period.run();
        double used = cpu(server).minus(cpu).toNanos();
        return new Cost(100 * used / (System.nanoTime() - began), frames(readers) - frames);
    }

    private static Duration cpu(ServerProcess server) {
        return ProcessHandle.of(server.pid())
                .orElseThrow()
                .info()
                .totalCpuDuration()
                .orElseThrow();
    }
}
