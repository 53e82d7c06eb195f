package dev.parley.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The attacks of {@link AttackIT}. Each uses no more sockets than one address may have. */
enum Attack {
    UNREAD_ANSWERS("450 WebSockets request 60 × /last 200 each, read nothing and close", Attack.UNLIMITED) {
        @Override
        void run(Attackers attackers) throws IOException {
            attackers.fillLobby();
            attackers.openWebSockets(450, "/ws/websocket");
            attackers.each(socket -> socket.sendFrames(repeat(60, command("/last 200"))));
            attackers.untilOver(() -> attackers.each(socket -> socket.send(new byte[0])));
        }
    },
    UNREAD_PONGS("205 WebSockets send pings without a pause and read nothing") {
        @Override
        void run(Attackers attackers) throws IOException {
            byte[] pings = AttackSocket.webSocketFrame(0x89, new byte[125]);
            attackers.untilOver(() -> {
                attackers.openWebSockets(205, "/ws/websocket");
                attackers.each(socket -> socket.send(pings));
            });
        }
    },
    SLOW_BODIES("205 requests with a body of 2 MB each, of which a byte arrives per 2 s") {
        @Override
        void run(Attackers attackers) throws IOException {
            attackers.sendSlowly(205, "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n");
        }
    },
    SLOW_SOCKJS_BODIES("205 requests xhr_send, of whose bodies a byte arrives per 2 s") {
        @Override
        void run(Attackers attackers) throws IOException {
            attackers.sendSlowly(
                    205, "POST /ws/000/slow/xhr_send HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n");
        }
    },
    UNREAD_RESPONSES("240 connections request the page 50 times at once, without a pause, and read nothing") {
        @Override
        void run(Attackers attackers) throws IOException {
            String requests = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(50);
            attackers.untilOver(() -> {
                attackers.connectUpTo(240, attackers.pagePort());
                attackers.each(socket -> socket.send(requests));
            });
        }
    },
    SLOW_HEADS("205 requests, of whose heads a byte arrives per 2 s") {
        @Override
        void run(Attackers attackers) throws IOException {
            attackers.sendSlowly(205, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Padding: ");
        }
    },
    NEW_USERS("New users by CONNECT and reset, 500 per second", "--parley.limits.max-new-users-per-minute=60") {
        @Override
        void run(Attackers attackers) throws IOException {
            attackers.perSecond(500, number -> {
                attackers
                        .connect(attackers.terminalPort())
                        .send("CONNECT\naccept-version:1.2\nheart-beat:0,0\nlogin:" + attackers.name() + number
                                + "\n\n\0");
                attackers.resetAllBut(50);
            });
        }
    },
    ROOMS("48 connections create rooms without a pause") {
        @Override
        void run(Attackers attackers) throws IOException {
            attackers.openWebSockets(48, "/ws/websocket");
            attackers.perSecond(
                    400,
                    number -> attackers.eachAndDrain(socket -> socket.sendFrames(
                            "SUBSCRIBE\nid:r\ndestination:/topic/rooms/" + attackers.name() + attackers.next()
                                    + "\n\n\0",
                            "SEND\ndestination:/app/rooms/" + attackers.name() + attackers.last()
                                    + "\n\n{\"text\":\"x\"}\0",
                            "UNSUBSCRIBE\nid:r\n\n\0")));
        }
    },
    ROOM_LISTS("40 WebSockets subscribe to the list of 500 rooms without a pause") {
        @Override
        void run(Attackers attackers) throws IOException {
            attackers.openWebSockets(40, "/ws/websocket");
            attackers.untilOver(() -> attackers.eachAndDrain(socket ->
                    socket.sendFrames("SUBSCRIBE\nid:l\ndestination:/topic/rooms\n\n\0", "UNSUBSCRIBE\nid:l\n\n\0")));
        }
    },
    DIRECT_MESSAGES("40 WebSockets send direct messages to one user without a pause") {
        @Override
        void run(Attackers attackers) throws IOException {
            attackers.openWebSockets(40, "/ws/websocket");
            attackers.untilOver(() -> attackers.eachAndDrain(socket ->
                    socket.sendFrames(repeat(4, command("/msg user0 " + "x".repeat(400))))));
        }
    },
    HALF_CLOSED("1,000 connections end their output, before or after the login, and stay") {
        @Override
        void run(Attackers attackers) throws IOException {
            attackers.perSecond(200, number -> {
                boolean page = number % 2 == 0;
                AttackSocket socket = attackers.connect(page ? attackers.pagePort() : attackers.terminalPort());
                socket.send(page ? "GET / HTTP/1.1\r\n" : number % 4 == 1 ? "half" + number + "\n" : "");
                socket.shutdownOutput();
            });
        }
    },
    HISTORY_PAGES("40 connections request 400 pages of the history per second, as 10 users", Attack.UNLIMITED) {
        @Override
        void run(Attackers attackers) throws IOException {
            attackers.fillLobby();
            List<String> requests = attackers.tokens(10).stream()
                    .map(token ->
                            "GET /rooms/lobby/messages?limit=200 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + token + "\r\n\r\n")
                    .toList();
            attackers.perSecond(10, number -> {
                attackers.connectUpTo(40, attackers.pagePort());
                attackers.eachAndDrain(socket -> socket.send(requests.get(attackers.next() % requests.size())));
            });
        }
    };

    /** The default limits, from which loopback is exempt unless they are set. */
    private static final List<String> LIMITS_OF_ONE_ADDRESS = List.of(
            "--parley.limits.max-new-connections-per-second=200", "--parley.limits.max-http-requests-per-second=1000");

    private static final String UNLIMITED = "--parley.limits.messages-per-second=0";

    private final String description;
    private final String setting;

    Attack(String description) {
        this(description, "");
    }

    Attack(String description, String setting) {
        this.description = description;
        this.setting = setting;
    }

    /** Runs the attack until its time is over. */
    abstract void run(Attackers attackers) throws IOException;

    /** Returns the settings of the server that is attacked. */
    String[] options() {
        List<String> options = new ArrayList<>(LIMITS_OF_ONE_ADDRESS);
        if (!setting.isEmpty()) {
            options.add(setting);
        }
        return options.toArray(String[]::new);
    }

    @Override
    public String toString() {
        return description;
    }

    private static String command(String line) {
        return "SEND\ndestination:/app/commands\n\n{\"line\":\"" + line + "\",\"room\":\"lobby\"}\0";
    }

    private static String[] repeat(int times, String frame) {
        return Collections.nCopies(times, frame).toArray(String[]::new);
    }
}
