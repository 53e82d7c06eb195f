package dev.parley.integration;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process: a main class of the tests in a Java of its own. */
public final class ChildProcess {

    private ChildProcess() {}

    /** A process that runs this class; what it writes to its error stream is dropped. */
    public static ProcessBuilder of(Class<?> main, String... arguments) {
        return new ProcessBuilder(command(main, arguments)).redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    /** The command that runs this class. */
    public static List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** For the child: its output, which from now on is for its own lines only, not for what is logged. */
    public static PrintStream redirectLogsAndGetOutput() {
        PrintStream out = System.out;
        System.setOut(System.err);
        return out;
    }
}
