package dev.parley.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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
        try {
            return ParleyCommand.start(server, ServeOptions.of(words));
        } catch (ServeOptions.InvalidWordException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), e.sentence());
        }
    }
}
