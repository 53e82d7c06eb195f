package dev.parley.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.client.JoinCommand;
import dev.parley.config.ServerLauncher;
import dev.parley.ctl.CtlCommand;
import dev.parley.migration.MigrateCommand;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The root of the command tree. A command line that begins with a setting, or is empty, runs {@code serve}. */
@Command(
        name = "parley",
        mixinStandardHelpOptions = true,
        usageHelpWidth = ParleyCommand.USAGE_WIDTH,
        sortOptions = false,
        header = "Parley is a chat server for browsers, terminals and STOMP clients.",
        customSynopsis = {
            "parley [serve [PORT...]] [--SETTING=VALUE...]",
            "parley join [HOST] [PORT] [OPTIONS]",
            "parley ctl [COMMAND...]",
            "parley migrate --from DATABASE --to DATABASE [OPTIONS]",
            "parley completion",
            "(without the launcher: java -jar parley.jar ...)"
        },
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Settings used most, with their defaults:",
            "  --server.port=8080               the port of the page: http://localhost:8080",
            "  --parley.tcp.ports=8000          the TCP ports: nc localhost 8000, or parley join localhost 8000",
            "  --parley.history.file=parley.db  the database file",
            "  --parley.auth.password=          the password of the server; empty for none",
            "  --parley.name=Parley             the name of the server",
            "  --spring.profiles.active=classic the limits of small chat programs: 10 characters of a nickname,",
            "                                   500 of a message, 5 connections, no replay",
            "Settings can also stand in an application.yaml in the working directory, or in the environment, such as",
            "PARLEY_TCP_PORTS=8000. docs/configuration.md lists all of them.",
            "",
            "Examples:",
            "  parley                                      page on port 8080, TCP on port 8000",
            "  parley serve 8000 1234 --server.port=9080   two TCP ports, page on port 9080",
            "  parley join chat.example --name ada         the terminal client",
            "  parley ctl kick bob                         a console command in a running server",
            "  parley completion > /etc/bash_completion.d/parley"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the server was stopped",
            "1:the server could not start",
            "2:the command line is invalid",
            "parley join --help, parley ctl --help and parley migrate --help list those of these commands"
        })
public final class ParleyCommand {

    /** The result of {@link #run} while the server that it started keeps running. */
    public static final int SERVING = -1;

    static final int USAGE_WIDTH = 100;

    private static final Set<String> ROOT_OPTIONS = Set.of("-h", "--help", "-V", "--version");

    private ParleyCommand() {}

    /**
     * Runs a command line.
     *
     * @param source the class of the Spring Boot application that {@code serve} starts
     * @return the exit code, or {@link #SERVING}
     */
    public static int run(Class<?> source, String... words) {
        return run(
                options -> ServerLauncher.launch(source, options),
                server -> tree(server).setOut(utf8(System.out)).setErr(utf8(System.err)),
                words);
    }

    /**
     * Runs a command line. Creates the command tree only if the words do not start the server: to create it takes longer than
     * a tenth of a second.
     */
    static int run(
            Predicate<List<String>> server, Function<Predicate<List<String>>, CommandLine> tree, String... words) {
        String[] all = withCommand(words);
        if (all[0].equals("serve")) {
            try {
                return start(server, ServeOptions.of(Arrays.asList(all).subList(1, all.length)));
            } catch (ServeOptions.InvalidWordException ignored) {
                // The command tree prints the help, or the reason.
            }
        }
        return tree.apply(server).execute(all);
    }

    /** Starts the server and returns the exit code, or {@link #SERVING}. */
    static int start(Predicate<List<String>> server, List<String> options) {
        return server.test(options) ? SERVING : CommandLine.ExitCode.SOFTWARE;
    }

    /** Returns the command tree; {@code server} starts the server and returns whether it started. */
    static CommandLine tree(Predicate<List<String>> server) {
        CommandLine tree = new CommandLine(new ParleyCommand())
                .addSubcommand(new ServeCommand(server))
                .addSubcommand(JoinCommand.command())
                .addSubcommand(MigrateCommand.command(System.getenv()))
                .addSubcommand(CtlCommand.command(System.getenv(), System.in))
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new HelpCommand());
        String version = ParleyCommand.class.getPackage().getImplementationVersion();
        String[] line = {"Parley " + (version == null ? "in development" : version)};
        tree.getCommandSpec().version(line);
        tree.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().version(line));
        return tree.setExpandAtFiles(false).setParameterExceptionHandler(ParleyCommand::reject);
    }

    /** Puts {@code serve} before a command line that names no command. */
    static String[] withCommand(String... words) {
        boolean named = words.length > 0 && (!words[0].startsWith("-") || ROOT_OPTIONS.contains(words[0]));
        if (named) {
            return words;
        }
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(Arrays.asList(words));
        return all.toArray(String[]::new);
    }

    private static int reject(CommandLine.ParameterException e, String... words) {
        CommandLine command = e.getCommandLine();
        boolean unknown = e instanceof CommandLine.UnmatchedArgumentException
                && command.getCommandSpec().userObject() instanceof ParleyCommand;
        PrintWriter err = command.getErr();
        err.println(
                unknown
                        ? "There is no command “" + words[0]
                                + "”. The commands are serve, join, ctl, migrate, completion and help."
                        : String.valueOf(e.getMessage()));
        err.println("Try " + command.getCommandSpec().qualifiedName() + " --help.");
        return CommandLine.ExitCode.USAGE;
    }

    private static PrintWriter utf8(OutputStream out) {
        return new PrintWriter(new OutputStreamWriter(out, UTF_8), true);
    }
}
