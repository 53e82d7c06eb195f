package dev.parley.operator;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.command.Commands;
import dev.parley.room.Admission;
import dev.parley.room.Cursor;
import dev.parley.room.Direct;
import dev.parley.room.Farewell;
import dev.parley.room.House;
import dev.parley.room.HouseRules;
import dev.parley.room.Introduction;
import dev.parley.room.ManualAlarms;
import dev.parley.room.Means;
import dev.parley.room.MemoryHistory;
import dev.parley.room.Message;
import dev.parley.room.RoomName;
import dev.parley.room.Since;
import dev.parley.room.Subscriber;
import dev.parley.room.Visit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A house and who runs it, everything at once and in one thread: a command is done when it returns. */
final class Desk {

    final ManualAlarms alarms = new ManualAlarms();
    final MemoryHistory history = new MemoryHistory(alarms.clock());
    final House house = new House(
            rules(), new Means(history, history, history, alarms.clock(), alarms, Runnable::run, Runnable::run));
    final List<String> progress = new ArrayList<>();
    final List<Farewell> farewells = new ArrayList<>();

    private final Commands<OperatorCaller> commands = OperatorCommands.registry();

    private static HouseRules rules() {
        HouseRules usual = HouseRules.standard();
        return new HouseRules(
                usual.names(), 500, 0, 20, 50, 3, usual.roomsPerPerson(), usual.grace(), usual.crowd(), Duration.ZERO);
    }

    /** What a command is answered with. */
    String answerTo(String line) {
        return commands
                .run(new OperatorCaller(house, progress::add, () -> {}), line)
                .toCompletableFuture()
                .join()
                .lines()
                .stream()
                .collect(Collectors.joining("\n"));
    }

    /** Somebody comes into the lobby. */
    Visit guest(String name, String address) {
        Visit visit = ((Admission.LoggedIn) house.enter(
                                Introduction.asked(name, new ClientInfo("terminal", "line", address)), new Listener())
                        .toCompletableFuture()
                        .join())
                .visit();
        visit.join(RoomName.LOBBY, new Since.Last(0));
        return visit;
    }

    /** Everything that was said in a room. */
    List<Message> said(String room) {
        return history.after(new RoomName(room), 0, Long.MAX_VALUE, Integer.MAX_VALUE)
                .messages();
    }

    private final class Listener implements Subscriber {
        @Override
        public void wake(Cursor cursor) {
            cursor.take(Integer.MAX_VALUE);
        }

        @Override
        public void direct(Direct direct) {}

        @Override
        public void farewell(Farewell farewell) {
            farewells.add(farewell);
        }
    }
}
