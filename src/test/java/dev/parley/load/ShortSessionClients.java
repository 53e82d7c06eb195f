package dev.parley.load;

import dev.parley.integration.ServerProcess;
import dev.parley.stomp.StompCommand;
import java.time.Duration;

/** Runs short sessions over one transport. Each method is confined to one thread. */
final class ShortSessionClients {

    private final ServerProcess server;
    private final TestTransport.Kind kind;
    private final String initial;

    ShortSessionClients(ServerProcess server, TestTransport.Kind kind) {
        this.server = server;
        this.kind = kind;
        this.initial = kind.toString().substring(0, 2);
    }

    /**
     * Logs in, sends a message and quits, or closes the connection without DISCONNECT, so that the resume window
     * starts.
     */
    void logInAndQuit(int number) {
        String name = initial + "p" + number;
        try (LoadClient loadClient = LoadClient.logIn(kind, server, name, "")) {
            loadClient.join("lobby", "replay", "20");
            loadClient.publish("lobby", new TestMessage(name, 0));
            loadClient.await(StompCommand.RECEIPT);
            if (number % 3 > 0) {
                loadClient.sendFrame(StompCommand.DISCONNECT, "receipt", "bye");
                loadClient.await(StompCommand.RECEIPT);
            }
        }
    }

    /** Logs in and changes the nickname. */
    void changeNickname(int number) {
        try (LoadClient loadClient = LoadClient.logIn(kind, server, initial + "n" + number, "")) {
            loadClient.join("lobby", "replay", "0");
            loadClient.subscribe("/user/queue/answers");
            loadClient.sendCommand("/nick " + initial + "m" + number, "lobby");
            loadClient.await(StompCommand.MESSAGE);
            loadClient.sendFrame(StompCommand.DISCONNECT, "receipt", "bye");
            loadClient.await(StompCommand.RECEIPT);
        }
    }

    /** Creates rooms by joining them. The server deletes each when the user leaves, because it has no messages. */
    void createRooms(int number) {
        try (LoadClient loadClient = LoadClient.logIn(kind, server, initial + "r" + number, "")) {
            for (int i = 0; i < 3; i++) {
                String room = initial + "-" + number + "-" + i;
                loadClient.join(room);
                loadClient.sendFrame(StompCommand.UNSUBSCRIBE, "id", "/topic/rooms/" + room);
                loadClient.sendFrame(StompCommand.UNSUBSCRIBE, "id", "/user/queue/refusals");
                if (loadClient.poll(Duration.ZERO) != null && loadClient.isClosedAndDrained()) {
                    throw new LoadClient.ServerUnavailableException("disconnected for creating a room");
                }
            }
            loadClient.sendFrame(StompCommand.DISCONNECT, "receipt", "bye");
            loadClient.await(StompCommand.RECEIPT);
        }
    }
}
