package dev.parley.load;

import dev.parley.integration.ServerProcess;
import dev.parley.stomp.StompCommand;
import java.time.Duration;

/** People who come for a moment by one way. Each method is one thread's. */
final class LineClients {

    private final ServerProcess server;
    private final TestTransport.Kind kind;
    private final String initial;

    LineClients(ServerProcess server, TestTransport.Kind kind) {
        this.server = server;
        this.kind = kind;
        this.initial = kind.toString().substring(0, 2);
    }

    /** Comes, says something and quits; or is gone without a word, and waited for until its grace ends. */
    void comesAndGoes(int number) {
        String name = initial + "p" + number;
        try (LoadClient loadClient = LoadClient.enter(kind, server, name, "")) {
            loadClient.joins("lobby", "replay", "20");
            loadClient.posts("lobby", new TestMessage(name, 0));
            loadClient.awaits(StompCommand.RECEIPT);
            if (number % 3 > 0) {
                loadClient.says(StompCommand.DISCONNECT, "receipt", "bye");
                loadClient.awaits(StompCommand.RECEIPT);
            }
        }
    }

    /** Comes under one name and takes another. */
    void renamesItself(int number) {
        try (LoadClient loadClient = LoadClient.enter(kind, server, initial + "n" + number, "")) {
            loadClient.joins("lobby", "replay", "0");
            loadClient.subscribes("/user/queue/answers");
            loadClient.commands("/nick " + initial + "m" + number, "lobby");
            loadClient.awaits(StompCommand.MESSAGE);
            loadClient.says(StompCommand.DISCONNECT, "receipt", "bye");
            loadClient.awaits(StompCommand.RECEIPT);
        }
    }

    /** Makes a room by joining it, which ends when it leaves as nothing was said there. */
    void makesARoom(int number) {
        try (LoadClient loadClient = LoadClient.enter(kind, server, initial + "r" + number, "")) {
            for (int i = 0; i < 3; i++) {
                String room = initial + "-" + number + "-" + i;
                loadClient.joins(room);
                loadClient.says(StompCommand.UNSUBSCRIBE, "id", "/topic/rooms/" + room);
                loadClient.says(StompCommand.UNSUBSCRIBE, "id", "/user/queue/refusals");
                if (loadClient.next(Duration.ZERO) != null && loadClient.isOver()) {
                    throw new LoadClient.Gone("sent off for making a room");
                }
            }
            loadClient.says(StompCommand.DISCONNECT, "receipt", "bye");
            loadClient.awaits(StompCommand.RECEIPT);
        }
    }
}
