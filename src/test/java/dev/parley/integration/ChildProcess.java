package dev.parley.integration;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a main class of the tests in a Java process of its own. */
public final class ChildProcess {

    private ChildProcess() {}

    /** Returns a process builder for this class; its error stream is discarded. */
    public static ProcessBuilder of(Class<?> main, String... arguments) {
        return new ProcessBuilder(command(main, arguments)).redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    /** Returns the command that runs this class. */
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

    /**
     * Returns the standard output to the child process, and redirects everything else, such as log lines, to the error
     * stream.
     */
    public static PrintStream redirectLogsAndGetOutput() {
        PrintStream out = System.out;
        System.setOut(System.err);
        return out;
    }
}
