package dev.parley.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.terminal.session.Login;
import dev.parley.terminal.session.Position;
import dev.parley.terminal.session.Since;
import dev.parley.terminal.session.Turns;
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
import picocli.AutoComplete;
import picocli.CommandLine;

/** The terminal client's beginning: reads the options, finds out what it sits at, and waits for the end. */
public final class Join {

    /** Not System.in, which cannot be asked whether there is more while it is being read. */
    private static final InputStream STANDARD_INPUT = new FileInputStream(FileDescriptor.in);

    private final PrintStream out = new PrintStream(System.out, true, UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, UTF_8);
    private final Map<String, String> environment = System.getenv();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final Turns turns = new Turns(code::completeExceptionally);

    private Join() {}

    /**
     * Runs the client until it ends, and leaves the terminal as it was found.
     *
     * @param words the command line behind {@code join}
     * @return the exit code
     */
    public static int run(String... words) {
        return new Join().begin(words);
    }

    private int begin(String... words) {
        JoinOptions options = new JoinOptions();
        CommandLine line = new CommandLine(options).setCommandName("parley join");
        try {
            line.parseArgs(words);
        } catch (CommandLine.ParameterException unfit) {
            return misunderstood(String.valueOf(unfit.getMessage()));
        }
        if (options.help) {
            line.usage(out);
            return ExitCode.FINE;
        } else if (options.version) {
            String version = Join.class.getPackage().getImplementationVersion();
            out.println("Parley " + (version == null ? "in development" : version));
            return ExitCode.FINE;
        } else if (options.completion) {
            CommandLine all = new CommandLine(CommandLine.Model.CommandSpec.create());
            all.addSubcommand("join", options);
            all.addSubcommand("serve", CommandLine.Model.CommandSpec.create());
            out.print(AutoComplete.bash("parley", all));
            return ExitCode.FINE;
        }
        try {
            String problem = options.problem();
            return problem == null ? converse(options, plan(options)) : misunderstood(problem);
        } catch (IllegalArgumentException impossible) {
            return misunderstood(String.valueOf(impossible.getMessage()));
        }
    }

    private int misunderstood(String sentence) {
        err.println(sentence);
        err.println("Try parley join --help.");
        return ExitCode.USAGE;
    }

    private Plan plan(JoinOptions options) {
        String after = options.after;
        Since since = options.noReplay ? Since.NOW : Since.USUAL;
        return new Plan(
                options.server(),
                new Login(options.name.strip(), password(options.passwordFile)),
                options.room,
                after == null ? since : Position.parse(after).map(Since::after).orElse(since),
                options.reconnect == null ? Plan.ASK : options.reconnect,
                options.count == null ? 0 : options.count,
                Duration.ofSeconds(options.timeout == null ? 0 : options.timeout),
                !options.noInput);
    }

    private static String password(@Nullable Path file) {
        if (file == null) {
            return "";
        }
        try {
            List<String> lines = Files.readAllLines(file, UTF_8);
            return lines.isEmpty() ? "" : lines.get(0);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("The password cannot be read from " + file + ".", unreadable);
        }
    }

    private int converse(JoinOptions options, Plan plan) {
        boolean dumb = environment.getOrDefault("TERM", "").equals("dumb");
        boolean linear = options.plain || dumb;
        boolean talks = !options.json && plan.input() && (!linear || EditorFace.isTypedInto());
        @Nullable Face face = talks ? linear ? new PlainFace(System.in, System.out) : editor() : null;
        if (face == null && plan.login().name().isEmpty()) {
            return misunderstood("Say under which name: --name NAME");
        }
        boolean colours = face != null
                && Palette.coloursWanted(linear || options.noColor || options.color.equals("never"), true, environment);
        Wording wording = new Wording(ZoneId.systemDefault(), new Palette(colours, face != null && !linear));
        Front front = face == null
                ? new Pipe(
                        plan,
                        options.json,
                        wording,
                        new Pipe.Streams(STANDARD_INPUT, System.out, System.err),
                        turns,
                        code::complete)
                : new Conversation(
                        plan,
                        face,
                        wording,
                        Folder.of(environment, System.getProperty("user.home", ".")),
                        turns,
                        code::complete);
        return run(front, face, plan.timeout());
    }

    private static @Nullable Face editor() {
        Optional<EditorFace> face = EditorFace.open();
        return face.orElse(null);
    }

    private int run(Front front, @Nullable Face face, Duration timeout) {
        for (String signal : List.of("INT", "TERM", "HUP")) {
            Signals.register(signal, () -> turns.execute(front::interrupted));
        }
        turns.execute(front::start);
        if (!timeout.isZero()) {
            turns.in(timeout, front::timeUp);
        }
        try {
            return code.get();
        } catch (ExecutionException | InterruptedException bug) {
            bug.printStackTrace(err);
            return ExitCode.GENERAL;
        } finally {
            if (face != null) {
                face.close();
            }
        }
    }
}
