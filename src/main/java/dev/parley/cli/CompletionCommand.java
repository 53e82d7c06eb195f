package dev.parley.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code parley completion}: prints the completion script of the whole command tree. */
@Command(
        name = "completion",
        header = "Prints a script that completes commands and options in bash and zsh.",
        mixinStandardHelpOptions = true,
        usageHelpWidth = ParleyCommand.USAGE_WIDTH)
final class CompletionCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine root = Objects.requireNonNull(spec).root().commandLine();
        root.getOut().print(AutoComplete.bash("parley", root));
        root.getOut().flush();
        return CommandLine.ExitCode.OK;
    }
}
