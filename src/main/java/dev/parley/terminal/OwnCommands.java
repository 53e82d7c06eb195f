package dev.parley.terminal;

import dev.parley.terminal.session.Place;
import dev.parley.terminal.session.Server;
import dev.parley.terminal.session.Session;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is done with a line that was typed: the client's own commands here, all others by the server. */
final class OwnCommands {

    private static final String ROOM = "[a-z0-9_-]{1,32}";
    private static final String SERVER_USAGE =
            "Say what with servers: /server list, /server add NAME HOST PORT [tls], /server join NAME, /server leave";

    private static final List<String> HELP = List.of(
            "/server list                      Lists the servers you know.",
            "/server add NAME HOST PORT [tls]  Remembers a server.",
            "/server join NAME                 Goes to a server, under your name.",
            "/server leave                     Leaves this server and stays here.",
            "/reconnect                        Takes up the connection anew.");

    private final Conversation conversation;
    private List<String> behindAnswer = List.of();

    OwnCommands(Conversation conversation) {
        this.conversation = conversation;
    }

    /** A server's commands and the client's. */
    static List<String> with(List<String> commands) {
        List<String> all = new ArrayList<>(commands);
        all.add("/server");
        all.add("/reconnect");
        return all;
    }

    /** Does what was typed. */
    void obey(Typed typed) {
        if (typed instanceof Typed.Say say) {
            conversation.session().say(conversation.room(), say.text(), say.action());
        } else if (typed instanceof Typed.Command command) {
            obey(command);
        }
    }

    private void obey(Typed.Command command) {
        String rest = command.rest();
        switch (command.name()) {
            case "join" -> join(command);
            case "leave" -> leave(rest);
            case "msg" -> msg(command);
            case "quit" -> conversation.quit();
            case "reconnect" -> conversation.comeBack();
            case "server" ->
                server(rest.isEmpty() ? new String[] {"list"} : rest.strip().split("\\s+", 0));
            case "help" -> help(command);
            default -> ask(command);
        }
    }

    private void ask(Typed.Command command) {
        if (isIn()) {
            conversation.session().command(command.line(), conversation.room());
        }
    }

    private boolean isIn() {
        boolean in = conversation.session().state() == Session.State.IN;
        if (!in) {
            conversation.screenplay().notice("There is no connection just now. /reconnect takes it up.");
        }
        return in;
    }

    private void join(Typed.Command command) {
        String room = roomName(command.rest());
        if (command.rest().isEmpty()) {
            ask(command);
        } else if (room.matches(ROOM)) {
            boolean there = conversation.session().place(room).isPresent();
            conversation.go(room);
            if (there) {
                conversation.screenplay().notice("You are in " + room + ".");
            }
        } else {
            conversation.screenplay().notice("A room's name has 1 to 32 of the characters a-z, 0-9, - and _.");
        }
    }

    /** A room's name, as people write it. */
    private static String roomName(String typed) {
        return typed.strip().replaceFirst("^#", "").toLowerCase(Locale.ROOT);
    }

    private void leave(String rest) {
        String room = rest.isEmpty() ? conversation.room() : roomName(rest);
        List<Place> places = conversation.session().places();
        if (places.stream().noneMatch(place -> place.room().equals(room))) {
            conversation.screenplay().notice("You are not in " + room + ".");
        } else if (places.size() == 1 && room.equals("lobby")) {
            conversation.screenplay().notice("This is the only room you are in. /quit leaves the chat.");
        } else {
            conversation.part(room);
            conversation.screenplay().notice("You have left " + room + ". You are in " + conversation.room() + ".");
        }
    }

    private void msg(Typed.Command command) {
        String[] parts = command.rest().split("\\s+", 2);
        if (parts.length < 2 || parts[1].isBlank()) {
            conversation.screenplay().notice("Say to whom and what: /msg NAME TEXT");
        } else if (isIn()) {
            conversation.session().direct(parts[0], parts[1]);
        }
    }

    private void help(Typed.Command command) {
        String about = command.rest().replaceFirst("^[/\\\\]", "");
        boolean in = conversation.session().state() == Session.State.IN;
        List<String> own = HELP.stream()
                .filter(line -> about.isEmpty() || line.startsWith("/" + about))
                .toList();
        if (in && (about.isEmpty() || own.isEmpty())) {
            behindAnswer = own;
            conversation.session().command(command.line(), conversation.room());
        } else {
            conversation.screenplay().answer(own);
        }
    }

    /** A server's answer with what the client adds to it. */
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
            conversation
                    .servers()
                    .find(words[1])
                    .ifPresentOrElse(
                            conversation::startOver,
                            () -> conversation
                                    .screenplay()
                                    .notice("You know no server called “" + words[1] + "”. /server list shows which."));
        } else if (verb.equals("leave") && words.length == 1) {
            conversation.away();
        } else {
            conversation.screenplay().notice(SERVER_USAGE);
        }
    }

    private void list() {
        Server here = conversation.session().server();
        boolean in = conversation.session().state() == Session.State.IN;
        Map<String, Server> servers = conversation.servers().all();
        List<String> lines = new ArrayList<>();
        lines.add(in ? "You are at " + here + "." : "You are at no server; " + here + " was the last.");
        servers.forEach((name, server) -> lines.add((in && server.equals(here) ? "* " : "  ") + name + "  " + server));
        if (servers.isEmpty()) {
            lines.add("You have added none yet: /server add NAME HOST PORT");
        }
        conversation.screenplay().answer(lines);
    }

    private void add(String name, String host, String port, boolean tls) {
        try {
            if (!ServerList.isName(name)) {
                throw new IllegalArgumentException("A server is called by letters, digits, '.', '_' and '-'.");
            }
            if (!port.matches("[0-9]{1,9}")) {
                throw new IllegalArgumentException("A port is a number from 1 to 65535, not “" + port + "”.");
            }
            Server server = new Server(host, Integer.parseInt(port), tls ? conversation.trust() : null);
            conversation.servers().add(name, server);
            conversation
                    .screenplay()
                    .notice("Added: " + name + " is " + server + ". /server join " + name + " goes there.");
        } catch (IllegalArgumentException unfit) {
            conversation.screenplay().notice(String.valueOf(unfit.getMessage()));
        } catch (UncheckedIOException readOnly) {
            conversation.screenplay().notice("The list of servers cannot be written: " + readOnly.getMessage());
        }
    }
}
