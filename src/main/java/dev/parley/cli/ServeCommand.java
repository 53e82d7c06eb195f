package dev.parley.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code parley serve}: starts the server. Settings pass through to Spring Boot, which reads them. */
@Command(
        name = "serve",
        header = "Starts the server. This is the default command.",
        mixinStandardHelpOptions = true,
        usageHelpWidth = ParleyCommand.USAGE_WIDTH,
        customSynopsis = "parley serve [PORT...] [--SETTING=VALUE...]",
        footer = {
            "",
            "PORT sets --parley.tcp.ports; the default is 8000. The page is on --server.port=8080.",
            "parley --help lists the settings used most."
        })
final class ServeCommand implements Callable<Integer> {

    private static final Pattern PORT = Pattern.compile("[0-9]+");

    /** The first part of an option's name: Parley's own settings, and those of Spring Boot. */
    private static final Set<String> GROUPS =
            Set.of("parley", "server", "spring", "logging", "management", "debug", "trace");

    private final Predicate<List<String>> server;

    @Spec
    private @Nullable CommandSpec spec;

    @Unmatched
    private List<String> words = new ArrayList<>();

    ServeCommand(Predicate<List<String>> server) {
        this.server = server;
    }

    @Override
    public Integer call() {
        return server.test(options()) ? ParleyCommand.SERVING : CommandLine.ExitCode.SOFTWARE;
    }

    /** Returns the options for the server, each {@code --name=value}. */
    private List<String> options() {
        List<String> rest = new ArrayList<>(words);
        List<String> ports = new ArrayList<>();
        while (!rest.isEmpty() && PORT.matcher(rest.get(0)).matches()) {
            ports.add(rest.remove(0));
        }
        List<String> options = new ArrayList<>();
        if (!ports.isEmpty()) {
            options.add("--parley.tcp.ports=" + String.join(",", ports));
        }
        rest.forEach(word -> options.add(option(word)));
        return options;
    }

    private String option(String word) {
        if (!word.startsWith("--")) {
            throw invalid("“" + word + "” is neither a port directly after “serve” nor a setting.");
        }
        String name = word.substring(2).split("=", 2)[0];
        if (!GROUPS.contains(name.split("[.\\[]", 2)[0])) {
            throw invalid("There is no option --" + name + ". Settings are written like --server.port=8080.");
        }
        return word.contains("=") || name.equals("debug") || name.equals("trace") ? word : word + "=true";
    }

    private ParameterException invalid(String sentence) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
    }
}
