package dev.parley.console;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.ChatServer;
import dev.parley.command.CommandRegistry;
import dev.parley.command.Reply;
import dev.parley.ctl.ControlChannel;
import dev.parley.ctl.ControlReply;
import dev.parley.ctl.ControlRequest;
import dev.parley.text.ControlCharEscaper;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One client of the control socket: a console of its own. Runs the lines of the client in order, on the thread of the client,
 * which may block.
 */
final class ConsoleClient implements ChatEventListener {

    private static final Duration DONE_WITHIN = Duration.ofSeconds(60);

    private final ChatServer server;
    private final ControlChannel channel;
    private final ConsoleContext context;
    private final CommandRegistry<ConsoleContext> commands;
    private final List<ConsoleRoomPrinter> rooms = new ArrayList<>(); // guarded by itself
    private final ConsolePrinter printer;
    private boolean listening;

    private ConsoleClient(
            ChatServer server,
            ControlChannel channel,
            Operator operator,
            CommandRegistry<ConsoleContext> commands,
            Runnable shutdown) {
        this.server = server;
        this.channel = channel;
        this.commands = commands;
        this.printer = ConsolePrinter.onto(new ControlOutput(channel));
        this.context = new ConsoleContext(server, operator, this::print, shutdown);
    }

    /**
     * Serves a client until it ends.
     *
     * @param key the line that the client has to send first; empty for none
     */
    static void serve(
            ChatServer server,
            CommandRegistry<ConsoleContext> commands,
            Runnable shutdown,
            SocketChannel socket,
            String key) {
        Operator operator = Operator.console(ConsoleAccount.of(socket).orElse(""));
        try (ControlChannel channel = new ControlChannel(socket)) {
            String first = key.isEmpty() ? "" : channel.read();
            if (first != null && MessageDigest.isEqual(key.getBytes(US_ASCII), first.getBytes(US_ASCII))) {
                new ConsoleClient(server, channel, operator, commands, shutdown).run();
            }
        } catch (IOException ignored) {
            // The client has ended.
        }
    }

    private void run() throws IOException {
        try {
            for (String json = channel.read(); json != null; json = channel.read()) {
                channel.write(reply(json).encode());
            }
        } finally {
            server.events().removeListener(this);
            synchronized (rooms) {
                rooms.forEach(ConsoleRoomPrinter::close);
            }
            printer.stop();
        }
    }

    private ControlReply reply(String json) {
        ControlRequest request;
        try {
            request = ControlRequest.parse(json);
        } catch (IllegalArgumentException e) {
            return ControlReply.of("", false, List.of(String.valueOf(e.getMessage())));
        }
        if (request.events() && !listening) {
            listening = true;
            server.addListener(this);
            server.roomRegistry().all().forEach(this::onRoomOpened);
        }
        String line = request.line();
        return line.isBlank()
                ? ControlReply.of("", true, List.of())
                : await(CommandRegistry.isCommand(line) ? commands.run(context, line) : announce(line));
    }

    private CompletionStage<Reply> announce(String line) {
        return server.publish(CommandRegistry.literal(line)).thenApply(results -> {
            List<String> problems = results.stream()
                    .flatMap(result -> ConsoleCommands.problem(result).stream())
                    .distinct()
                    .toList();
            return problems.isEmpty() ? new Reply("announce", List.of()) : Reply.refused("announce", problems);
        });
    }

    private static ControlReply await(CompletionStage<Reply> stage) {
        try {
            Reply reply = stage.toCompletableFuture().get(DONE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            return ControlReply.of(
                    reply.command(),
                    !reply.refused(),
                    reply.lines().stream().map(ControlCharEscaper::line).toList());
        } catch (TimeoutException ignored) {
            return ControlReply.of("error", false, List.of("This takes longer than usual; it may take effect later."));
        } catch (ExecutionException ignored) {
            return ControlReply.of("error", false, List.of("That did not work. The log has the cause."));
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return ControlReply.of("error", false, List.of("The server shuts down."));
        }
    }

    private void print(String line) {
        printer.print(line);
    }

    @Override
    public void onRoomOpened(Room room) {
        synchronized (rooms) {
            rooms.add(ConsoleRoomPrinter.subscribe(room, printer, Console.TIME, null));
        }
    }

    @Override
    public void onLogin(User user) {
        print(ConsoleFormat.from(user) + " joined");
    }

    @Override
    public void onLogout(User user, String reason) {
        print(ConsoleFormat.from(user) + " left" + (reason.isEmpty() ? "" : ": " + reason));
    }

    @Override
    public void onRenamed(User user, String from) {
        print(from + " is called " + user.nickname() + " now");
    }

    @Override
    public void onOperatorAct(Operator by, String line) {
        if (!by.equals(context.operator())) {
            print(line);
        }
    }
}
