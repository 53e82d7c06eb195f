package dev.parley.console;

import dev.parley.ctl.ControlChannel;
import dev.parley.ctl.ControlReply;
import java.io.IOException;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The output of a client of the control socket: each printed line is an event. It has no input and no completion here. */
final class ControlOutput implements ConsoleTerminal {

    private final ControlChannel channel;

    ControlOutput(ControlChannel channel) {
        this.channel = channel;
    }

    @Override
    public boolean isTerminal() {
        return false;
    }

    @Override
    public void print(String line) {
        try {
            channel.write(ControlReply.event(line).encode());
        } catch (IOException ignored) {
            // The client has ended.
        }
    }

    @Override
    public void setCompletion(Supplier<Collection<String>> words) {
        // The client completes.
    }

    @Override
    public void onInterrupt(Runnable action) {
        // The client handles signals.
    }

    @Override
    public @Nullable String read() {
        return null;
    }

    @Override
    public void endInput() {
        // The client has the prompt.
    }

    @Override
    public void close() {
        // The channel is closed with its client.
    }
}
