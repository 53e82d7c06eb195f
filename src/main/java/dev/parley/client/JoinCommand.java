package dev.parley.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.client.session.ClientEventLoop;
import dev.parley.client.session.Login;
import dev.parley.client.session.SubscribeFrom;
import dev.parley.text.ByteOrderMark;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The command {@code join}: reads the options, detects the terminal, and waits for the end. */
public final class JoinCommand {

    /** Not System.in, which cannot report available bytes while another thread reads it. */
    private static final InputStream STANDARD_INPUT = new FileInputStream(FileDescriptor.in);

    private final PrintStream err = new PrintStream(System.err, true, UTF_8);
    private final Map<String, String> environment = System.getenv();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final ClientEventLoop loop = new ClientEventLoop(code::completeExceptionally);

    private JoinCommand() {}

    /** Returns the picocli command {@code join}, whose execution runs the client until it ends. */
    public static CommandLine command() {
        return new CommandLine(new JoinOptions());
    }

    /**
     * Runs the client until it ends, and restores the terminal.
     *
     * @param options the options of the command line
     * @return the exit code
     */
    static int run(JoinOptions options) {
        return new JoinCommand().begin(options);
    }

    private int begin(JoinOptions options) {
        try {
            String problem = options.problem();
            return problem == null ? runClient(options, clientOptions(options)) : invalidUsage(problem);
        } catch (IllegalArgumentException e) {
            return invalidUsage(String.valueOf(e.getMessage()));
        }
    }

    private int invalidUsage(String sentence) {
        err.println(sentence);
        err.println("Try parley join --help.");
        return ExitCode.USAGE;
    }

    static ClientOptions clientOptions(JoinOptions options) {
        String after = options.after;
        SubscribeFrom defaultStart = options.noReplay ? SubscribeFrom.NOW : SubscribeFrom.DEFAULT;
        Optional<InviteLink> invite = options.invite();
        SubscribeFrom start = after == null
                ? defaultStart
                : Position.parseWithAnyEpoch(after).map(SubscribeFrom::after).orElse(defaultStart);
        return new ClientOptions(
                options.serverAddress(),
                new Login(
                        options.name.strip(),
                        invite.map(InviteLink::passcode).orElseGet(() -> password(options.passwordFile))),
                RoomName.parse(options.firstRoom()).orElse(RoomName.LOBBY).text(),
                start.withKey(invite.map(InviteLink::secret).orElse(null)),
                options.reconnect == null ? ClientOptions.ASK : options.reconnect,
                options.count == null ? 0 : options.count,
                Duration.ofSeconds(options.timeout == null ? 0 : options.timeout),
                !options.noInput,
                options.bell());
    }

    private static String password(@Nullable Path file) {
        if (file == null) {
            return "";
        }
        try {
            List<String> lines = Files.readAllLines(file, UTF_8);
            return lines.isEmpty() ? "" : ByteOrderMark.skip(lines.get(0));
        } catch (IOException e) {
            throw new IllegalArgumentException("The password cannot be read from " + file + ".", e);
        }
    }

    private int runClient(JoinOptions options, ClientOptions clientOptions) {
        boolean dumb = environment.getOrDefault("TERM", "").equals("dumb");
        boolean plain = options.plain || dumb;
        boolean interactive =
                !options.json && clientOptions.input() && (!plain || JLineClientTerminal.isInputTerminal());
        @Nullable
        ClientTerminal terminal =
                interactive ? plain ? new PlainClientTerminal(System.in, System.out) : openEditor() : null;
        if (terminal == null && clientOptions.login().name().isEmpty()) {
            return invalidUsage("A name is required: --name NAME");
        }
        boolean colors = terminal != null
                && AnsiStyle.colorsEnabled(
                        plain || options.noColor || options.color.equals("never"), true, environment);
        MessageFormatter formatter = new MessageFormatter(ZoneId.systemDefault(), new AnsiStyle(colors));
        ClientMode clientMode = terminal == null
                ? new PipeClient(
                        clientOptions,
                        options.json,
                        formatter,
                        new PipeClient.Streams(STANDARD_INPUT, System.out, System.err),
                        loop,
                        code::complete)
                : new InteractiveClient(
                        clientOptions,
                        terminal,
                        formatter,
                        ConfigDirectory.of(environment, System.getProperty("user.home", ".")),
                        loop,
                        code::complete);
        return run(clientMode, terminal, clientOptions.timeout());
    }

    private static @Nullable ClientTerminal openEditor() {
        return JLineClientTerminal.open().map(ClientTerminal.class::cast).orElse(null);
    }

    private int run(ClientMode clientMode, @Nullable ClientTerminal terminal, Duration timeout) {
        for (String signal : List.of("INT", "TERM", "HUP")) {
            Signals.register(signal, () -> loop.execute(clientMode::onInterrupt));
        }
        loop.execute(clientMode::start);
        if (!timeout.isZero()) {
            loop.schedule(timeout, clientMode::onTimeout);
        }
        try {
            return code.get();
        } catch (ExecutionException | InterruptedException e) {
            e.printStackTrace(err);
            return ExitCode.OTHER_ERROR;
        } finally {
            if (terminal != null) {
                terminal.close();
            }
        }
    }
}
