package dev.parley.client;

import dev.parley.client.session.ClientSession;
import dev.parley.client.session.RoomState;
import dev.parley.client.session.ServerAddress;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Executes typed lines: commands of the client here, all others on the server. */
final class ClientCommands {

    private static final String ROOM = "[a-z0-9_-]{1,32}";
    private static final String SERVER_USAGE =
            "Say what with servers: /server list, /server add NAME HOST PORT [tls], /server join NAME, /server leave";

    private static final List<String> HELP = List.of(
            "/server list                      Lists the servers you know.",
            "/server add NAME HOST PORT [tls]  Remembers a server.",
            "/server join NAME                 Goes to a server, under your name.",
            "/server leave                     Leaves this server and stays here.",
            "/reconnect                        Takes up the connection anew.");

    private final InteractiveClient client;
    private List<String> behindAnswer = List.of();

    ClientCommands(InteractiveClient client) {
        this.client = client;
    }

    /** Returns the commands of a server and of the client. */
    static List<String> with(List<String> commands) {
        List<String> all = new ArrayList<>(commands);
        all.add("/server");
        all.add("/reconnect");
        return all;
    }

    /** Executes a line. */
    void run(ParsedInput parsedInput) {
        if (parsedInput instanceof ParsedInput.Text text) {
            client.clientSession().publish(client.room(), text.text(), text.action());
        } else if (parsedInput instanceof ParsedInput.Command command) {
            run(command);
        }
    }

    private void run(ParsedInput.Command command) {
        String rest = command.rest();
        switch (command.name()) {
            case "join" -> join(command);
            case "leave" -> leave(rest);
            case "msg" -> msg(command);
            case "quit" -> client.quit();
            case "reconnect" -> client.reconnect();
            case "server" ->
                server(rest.isEmpty() ? new String[] {"list"} : rest.strip().split("\\s+", 0));
            case "help" -> help(command);
            default -> ask(command);
        }
    }

    private void ask(ParsedInput.Command command) {
        if (isIn()) {
            client.clientSession().command(command.line(), client.room());
        }
    }

    private boolean isIn() {
        boolean in = client.clientSession().state() == ClientSession.State.IN;
        if (!in) {
            client.transcriptView().notice("There is no connection just now. /reconnect takes it up.");
        }
        return in;
    }

    private void join(ParsedInput.Command command) {
        String room = roomName(command.rest());
        if (command.rest().isEmpty()) {
            ask(command);
        } else if (room.matches(ROOM)) {
            boolean there = client.clientSession().roomState(room).isPresent();
            client.join(room);
            if (there) {
                client.transcriptView().notice("You are in " + room + ".");
            }
        } else {
            client.transcriptView().notice("A room's name has 1 to 32 of the characters a-z, 0-9, - and _.");
        }
    }

    /** Returns the name of a room in its canonical form. */
    private static String roomName(String typed) {
        return typed.strip().replaceFirst("^#", "").toLowerCase(Locale.ROOT);
    }

    private void leave(String rest) {
        String room = rest.isEmpty() ? client.room() : roomName(rest);
        List<RoomState> roomStates = client.clientSession().roomStates();
        if (roomStates.stream().noneMatch(roomState -> roomState.room().equals(room))) {
            client.transcriptView().notice("You are not in " + room + ".");
        } else if (roomStates.size() == 1 && room.equals("lobby")) {
            client.transcriptView().notice("This is the only room you are in. /quit leaves the chat.");
        } else {
            client.leave(room);
            client.transcriptView().notice("You have left " + room + ". You are in " + client.room() + ".");
        }
    }

    private void msg(ParsedInput.Command command) {
        String[] parts = command.rest().split("\\s+", 2);
        if (parts.length < 2 || parts[1].isBlank()) {
            client.transcriptView().notice("Say to whom and what: /msg NAME TEXT");
        } else if (isIn()) {
            client.clientSession().direct(parts[0], parts[1]);
        }
    }

    private void help(ParsedInput.Command command) {
        String about = command.rest().replaceFirst("^[/\\\\]", "");
        boolean in = client.clientSession().state() == ClientSession.State.IN;
        List<String> own = HELP.stream()
                .filter(line -> about.isEmpty() || line.startsWith("/" + about))
                .toList();
        if (in && (about.isEmpty() || own.isEmpty())) {
            behindAnswer = own;
            client.clientSession().command(command.line(), client.room());
        } else {
            client.transcriptView().answer(own);
        }
    }

    /** Returns a reply of the server with the additions of the client. */
    List<String> answer(List<String> lines) {
        List<String> all = new ArrayList<>(lines);
        all.addAll(behindAnswer);
        behindAnswer = List.of();
        return all;
    }

    private void server(String... words) {
        String verb = words[0];
        if (verb.equals("list") && words.length == 1) {
            list();
        } else if (verb.equals("add") && (words.length == 4 || (words.length == 5 && words[4].equals("tls")))) {
            add(words[1], words[2], words[3], words.length == 5);
        } else if (verb.equals("join") && words.length == 2) {
            client.servers()
                    .find(words[1])
                    .ifPresentOrElse(
                            client::startOver,
                            () -> client.transcriptView()
                                    .notice("You know no server called “" + words[1] + "”. /server list shows which."));
        } else if (verb.equals("leave") && words.length == 1) {
            client.away();
        } else {
            client.transcriptView().notice(SERVER_USAGE);
        }
    }

    private void list() {
        ServerAddress here = client.clientSession().serverAddress();
        boolean in = client.clientSession().state() == ClientSession.State.IN;
        Map<String, ServerAddress> serverAddresses = client.servers().all();
        List<String> lines = new ArrayList<>();
        lines.add(in ? "You are at " + here + "." : "You are at no server; " + here + " was the last.");
        serverAddresses.forEach(
                (name, address) -> lines.add((in && address.equals(here) ? "* " : "  ") + name + "  " + address));
        if (serverAddresses.isEmpty()) {
            lines.add("You have added none yet: /server add NAME HOST PORT");
        }
        client.transcriptView().answer(lines);
    }

    private void add(String name, String host, String port, boolean tls) {
        try {
            if (!ServerBookmarks.isName(name)) {
                throw new IllegalArgumentException("A server is called by letters, digits, '.', '_' and '-'.");
            }
            if (!port.matches("[0-9]{1,9}")) {
                throw new IllegalArgumentException("A port is a number from 1 to 65535, not “" + port + "”.");
            }
            ServerAddress address = new ServerAddress(host, Integer.parseInt(port), tls ? client.tlsTrust() : null);
            client.servers().add(name, address);
            client.transcriptView()
                    .notice("Added: " + name + " is " + address + ". /server join " + name + " goes there.");
        } catch (IllegalArgumentException e) {
            client.transcriptView().notice(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            client.transcriptView().notice("The list of servers cannot be written: " + e.getMessage());
        }
    }
}
