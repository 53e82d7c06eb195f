package dev.parley.storm;

import dev.parley.journey.ServerProcess;
import dev.parley.stomp.StompCommand;
import java.time.Duration;

/** People who come for a moment by one way. Each method is one thread's. */
final class Passers {

    private final ServerProcess server;
    private final Carrier.Kind kind;
    private final String initial;

    Passers(ServerProcess server, Carrier.Kind kind) {
        this.server = server;
        this.kind = kind;
        this.initial = kind.toString().substring(0, 2);
    }

    /** Comes, says something and quits; or is gone without a word, and waited for until its grace ends. */
    void comesAndGoes(int number) {
        String name = initial + "p" + number;
        try (Talker talker = Talker.enter(kind, server, name, "")) {
            talker.joins("lobby", "replay", "20");
            talker.posts("lobby", new Saying(name, 0));
            talker.awaits(StompCommand.RECEIPT);
            if (number % 3 > 0) {
                talker.says(StompCommand.DISCONNECT, "receipt", "bye");
                talker.awaits(StompCommand.RECEIPT);
            }
        }
    }

    /** Comes under one name and takes another. */
    void renamesItself(int number) {
        try (Talker talker = Talker.enter(kind, server, initial + "n" + number, "")) {
            talker.joins("lobby", "replay", "0");
            talker.subscribes("/user/queue/answers");
            talker.commands("/nick " + initial + "m" + number, "lobby");
            talker.awaits(StompCommand.MESSAGE);
            talker.says(StompCommand.DISCONNECT, "receipt", "bye");
            talker.awaits(StompCommand.RECEIPT);
        }
    }

    /** Makes a room by joining it, which ends when it leaves as nothing was said there. */
    void makesARoom(int number) {
        try (Talker talker = Talker.enter(kind, server, initial + "r" + number, "")) {
            for (int i = 0; i < 3; i++) {
                String room = initial + "-" + number + "-" + i;
                talker.joins(room);
                talker.says(StompCommand.UNSUBSCRIBE, "id", "/topic/rooms/" + room);
                talker.says(StompCommand.UNSUBSCRIBE, "id", "/user/queue/refusals");
                if (talker.next(Duration.ZERO) != null && talker.isOver()) {
                    throw new Talker.Gone("sent off for making a room");
                }
            }
            talker.says(StompCommand.DISCONNECT, "receipt", "bye");
            talker.awaits(StompCommand.RECEIPT);
        }
    }
}
