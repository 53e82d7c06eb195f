package dev.parley.client;

import dev.parley.client.session.ClientSession;
import dev.parley.client.session.CommandUsage;
import dev.parley.client.session.RoomState;
import dev.parley.client.session.ServerAddress;
import dev.parley.text.CommandSyntax;
import dev.parley.text.RoomName;
import dev.parley.text.VisibleText;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Executes typed lines: commands of the client here, all others on the server. */
final class ClientCommands {

    private static final String SERVER_USAGE =
            "Usage: /server list, /server add NAME HOST[:PORT] [tls], /server join NAME or /server leave";

    private static final List<String> HELP = List.of(
            "/server list                      Lists your servers.",
            "/server add NAME HOST:PORT [tls]  Adds a server to your list.",
            "/server join NAME                 Connects to a server with your name.",
            "/server leave                     Disconnects from this server.",
            "/reconnect                        Reconnects to this server.",
            "/bell [on|mentions|off]           Shows or sets which messages ring the bell.",
            "/quiet [ROOM] [LEVEL]             Shows or sets which messages of a room count and ring the bell.");

    /** The forms of the commands for completion. The names of servers are not completed. */
    private static final List<CommandUsage> USAGES = Stream.of(
                    "/server list|add|join|leave", "/reconnect", "/bell on|mentions|off", QuietCommand.FORM)
            .map(CommandUsage::parse)
            .flatMap(Optional::stream)
            .toList();

    private final InteractiveClient client;
    private List<String> helpAfterReply = List.of();

    ClientCommands(InteractiveClient client) {
        this.client = client;
    }

    /** Returns the commands of a server and of the client. */
    static List<CommandUsage> with(List<CommandUsage> commands) {
        return Stream.concat(commands.stream(), USAGES.stream()).toList();
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
            case "ignore" -> ignore(CommandSyntax.withoutAddress(rest.strip()));
            case "unignore" -> unignore(CommandSyntax.withoutAddress(rest.strip()));
            case "ignored" -> listIgnored();
            case "quit" -> client.quit();
            case "reconnect" -> client.reconnect();
            case "server" ->
                server(rest.isEmpty() ? new String[] {"list"} : rest.strip().split("\\s+", 0));
            case "bell" -> bell(rest.strip());
            case "quiet" -> quiet(rest);
            case "help" -> help(command);
            default -> sendToServer(command);
        }
    }

    private void sendToServer(ParsedInput.Command command) {
        if (checkLoggedIn()) {
            client.clientSession().command(command.line(), client.room());
        }
    }

    private boolean checkLoggedIn() {
        boolean loggedIn = client.clientSession().state() == ClientSession.State.LOGGED_IN;
        if (!loggedIn) {
            client.transcriptView().notice("You are not connected. /reconnect connects again.");
        }
        return loggedIn;
    }

    private void join(ParsedInput.Command command) {
        if (command.rest().isEmpty()) {
            sendToServer(command);
            return;
        }
        RoomName.parse(CommandSyntax.roomArgument(command.rest()))
                .ifPresentOrElse(
                        room -> join(room.text(), CommandSyntax.keyArgument(command.rest())),
                        () -> client.transcriptView().notice(RoomName.RULE));
    }

    private void join(String room, @Nullable String key) {
        boolean joined = client.clientSession().roomState(room).isPresent();
        client.join(room, key);
        if (joined) {
            client.transcriptView().notice("You are in " + room + ".");
        }
    }

    private void leave(String rest) {
        String room = rest.isEmpty()
                ? client.room()
                : RoomName.parse(CommandSyntax.roomArgument(rest))
                        .map(RoomName::text)
                        .orElse(rest);
        List<RoomState> roomStates = client.clientSession().roomStates();
        if (roomStates.stream().noneMatch(roomState -> roomState.room().equals(room))) {
            client.transcriptView().notice("You are not in " + room + ".");
        } else if (roomStates.size() == 1 && room.equals(RoomName.LOBBY.text())) {
            client.transcriptView().notice("This is your only room. /quit logs out.");
        } else {
            client.leave(room);
            client.transcriptView().notice("You have left " + room + ". You are in " + client.room() + ".");
        }
    }

    private void msg(ParsedInput.Command command) {
        String[] parts = command.rest().split("\\s+", 2);
        if (parts.length < 2 || !VisibleText.isVisible(parts[1])) {
            client.transcriptView().notice("Usage: /msg NAME TEXT");
        } else if (checkLoggedIn()) {
            client.clientSession().direct(parts[0], parts[1]);
        }
    }

    private void ignore(String name) {
        if (name.isEmpty()) {
            client.transcriptView().notice("Usage: /ignore NAME");
        } else if (name.equalsIgnoreCase(client.clientSession().name())) {
            client.transcriptView().notice("You cannot ignore yourself.");
        } else {
            client.transcriptView().ignoreList().add(name);
            client.transcriptView().notice("You ignore " + name + " now. /unignore " + name + " ends that.");
        }
    }

    private void unignore(String name) {
        client.transcriptView()
                .notice(
                        client.transcriptView().ignoreList().remove(name)
                                ? "You do not ignore " + name + " any more."
                                : "You do not ignore “" + name + "”. /ignored lists the users whom you ignore.");
    }

    private void listIgnored() {
        List<String> names = client.transcriptView().ignoreList().all();
        client.transcriptView()
                .notice(names.isEmpty() ? "You ignore no one." : "You ignore " + String.join(", ", names) + ".");
    }

    private void bell(String word) {
        Notifications notifications = client.transcriptView().notifications();
        if (!word.isEmpty()) {
            Optional<Notifications.Bell> bell = Notifications.Bell.parse(word);
            if (bell.isEmpty()) {
                client.transcriptView().notice("Usage: /bell on, /bell mentions or /bell off");
                return;
            }
            notifications.setBell(bell.get());
        }
        client.transcriptView()
                .notice(
                        switch (notifications.bell()) {
                            case ON -> "All messages of other users ring the bell.";
                            case MENTIONS -> "Mentions and direct messages ring the bell.";
                            case OFF -> "No message rings the bell.";
                        });
    }

    private void quiet(String rest) {
        String sentence = QuietCommand.run(
                rest,
                client.room(),
                room -> client.clientSession().roomState(room).isPresent(),
                client.transcriptView().notifications());
        client.updatePrompt();
        client.transcriptView().notice(sentence);
    }

    private void help(ParsedInput.Command command) {
        String topic = command.rest().replaceFirst("^[/\\\\]", "");
        boolean loggedIn = client.clientSession().state() == ClientSession.State.LOGGED_IN;
        List<String> own = HELP.stream()
                .filter(line -> topic.isEmpty() || line.startsWith("/" + topic))
                .toList();
        if (loggedIn && (topic.isEmpty() || own.isEmpty())) {
            helpAfterReply = own;
            client.clientSession().command(command.line(), client.room());
        } else {
            client.transcriptView().answer(own);
        }
    }

    /** Returns a reply of the server with the additions of the client. */
    List<String> answer(List<String> lines) {
        List<String> all = new ArrayList<>(lines);
        all.addAll(helpAfterReply);
        helpAfterReply = List.of();
        return all;
    }

    private void server(String... words) {
        String verb = words[0];
        if (verb.equals("list") && words.length == 1) {
            list();
        } else if (verb.equals("add") && words.length >= 3) {
            boolean tls = words.length > 3 && words[words.length - 1].equals("tls");
            int arguments = words.length - (tls ? 1 : 0);
            if (arguments > 4) {
                client.transcriptView().notice(SERVER_USAGE);
            } else {
                add(words[1], words[2], arguments == 4 ? words[3] : null, tls);
            }
        } else if (verb.equals("join") && words.length == 2) {
            client.servers()
                    .find(words[1])
                    .ifPresentOrElse(
                            client::switchTo,
                            () -> client.transcriptView()
                                    .notice("Your list has no server “" + words[1] + "”. /server list shows it."));
        } else if (verb.equals("leave") && words.length == 1) {
            client.goOffline();
        } else {
            client.transcriptView().notice(SERVER_USAGE);
        }
    }

    private void list() {
        ServerAddress here = client.clientSession().serverAddress();
        boolean loggedIn = client.clientSession().state() == ClientSession.State.LOGGED_IN;
        Map<String, ServerAddress> serverAddresses = client.servers().all();
        List<String> lines = new ArrayList<>();
        lines.add(
                loggedIn
                        ? "You are connected to " + here + "."
                        : "You are not connected. The last server was " + here + ".");
        serverAddresses.forEach(
                (name, address) -> lines.add((loggedIn && address.equals(here) ? "* " : "  ") + name + "  " + address));
        if (serverAddresses.isEmpty()) {
            lines.add("Your list is empty. Add a server: /server add NAME HOST:PORT");
        }
        client.transcriptView().answer(lines);
    }

    private void add(String name, String host, @Nullable String port, boolean tls) {
        try {
            if (!ServerBookmarks.isName(name)) {
                throw new IllegalArgumentException(
                        "The name of a server has 1 to 32 letters, digits, '.', '_' and '-'.");
            }
            ServerAddress address = client.servers().address(host, port, tls);
            client.servers().add(name, address);
            client.transcriptView()
                    .notice("Added " + name + ", " + address + ". /server join " + name + " connects to it.");
        } catch (IllegalArgumentException e) {
            client.transcriptView().notice(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            client.transcriptView().notice("The list of servers cannot be written: " + e.getMessage());
        }
    }
}
