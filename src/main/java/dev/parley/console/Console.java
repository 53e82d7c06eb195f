package dev.parley.console;

import dev.parley.chat.moderation.Operator;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.ChatServer;
import dev.parley.command.CommandRegistry;
import dev.parley.command.InviteLinks;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's console. Prints joins, leaves and messages from its creation on, and reads commands once it is {@link
 * #open opened}.
 */
public final class Console implements ChatEventListener {

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    private static final Duration DONE_WITHIN = Duration.ofSeconds(5);

    /** The operator of a terminal knows the date, so lines show the time only. */
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);

    private final ChatServer server;
    private final ConsoleTerminal terminal;
    private final ConsolePrinter printer;
    private final boolean showMessages;
    private final ConsoleContext context;
    private final CommandRegistry<ConsoleContext> commands;

    /**
     * Creates a console.
     *
     * @param links makes the links of invitations
     * @param showMessages whether it prints messages
     * @param shutdown starts the shutdown and returns at once
     */
    public Console(
            ChatServer server,
            InviteLinks links,
            ConsoleTerminal terminal,
            ConsolePrinter printer,
            boolean showMessages,
            Runnable shutdown) {
        this.commands = ConsoleCommands.registry(links);
        this.server = server;
        this.terminal = terminal;
        this.printer = printer;
        this.showMessages = showMessages;
        this.context = new ConsoleContext(server, Operator.CONSOLE, printer::print, shutdown);
    }

    /** Starts listening to events of the server. */
    public void startListening() {
        server.addListener(new EventLog(server));
        server.addListener(this);
        server.roomRegistry().all().forEach(this::onRoomOpened);
    }

    /** Starts reading lines, on a thread of its own. */
    public void open() {
        terminal.setCompletion(this::words);
        Thread typing = new Thread(this::listen, "parley-console-in");
        typing.setDaemon(true);
        typing.start();
    }

    private Collection<String> words() {
        List<String> words = new ArrayList<>();
        commands.all().forEach(command -> words.add("/" + command.name()));
        server.roomRegistry().summaries().forEach(room -> words.add(room.name().text()));
        server.users().forEach(user -> words.add(user.nickname().text()));
        return words;
    }

    private void listen() {
        for (String line = terminal.read(); line != null; line = terminal.read()) {
            typed(line);
        }
    }

    private void typed(String line) {
        if (line.isBlank()) {
            return;
        }
        if (CommandRegistry.isCommand(line)) {
            await(commands.run(context, line).thenAccept(reply -> reply.lines().forEach(printer::print)));
            return;
        }
        await(server.publish(CommandRegistry.literal(line))
                .thenAccept(requestResults -> announced(line, requestResults)));
    }

    /** Waits for the effect of a line, so that lines take effect in order, but no longer than the limit. */
    private static void await(CompletionStage<?> done) {
        try {
            done.toCompletableFuture().get(DONE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException ignored) {
            LOG.warn("This takes longer than usual. The reply follows when it is done.");
        } catch (ExecutionException e) {
            LOG.error("A console command failed.", e.getCause());
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
    }

    private void announced(String line, List<RequestResult> requestResults) {
        List<String> problems = requestResults.stream()
                .flatMap(result -> ConsoleCommands.problem(result).stream())
                .distinct()
                .toList();
        problems.forEach(printer::print);
        String word = line.strip().toLowerCase(Locale.ROOT);
        if (problems.isEmpty()
                && commands.all().stream().anyMatch(command -> command.name().equals(word))) {
            printer.print("Sent to all rooms. If you meant the command: /" + word);
        }
    }

    @Override
    public void onRoomOpened(Room room) {
        if (showMessages) {
            // On a terminal the operator's own messages are visible where they were typed.
            ConsoleRoomPrinter.subscribe(
                    room,
                    printer,
                    terminal.isTerminal() ? TIME : MOMENT,
                    terminal.isTerminal() ? server.operator() : null);
        }
    }
}
