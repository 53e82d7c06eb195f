package dev.parley.client;

import dev.parley.client.session.ClientEventLoop;
import dev.parley.client.session.ClientSession;
import dev.parley.client.session.PendingMessage;
import dev.parley.client.session.RoomState;
import java.util.List;
import java.util.function.Supplier;

/**
 * Draws the prompt for messages, with the pending messages and the status line above it. Confined to the event loop.
 */
final class MessagePrompt {

    private final ClientTerminal terminal;
    private final TranscriptView transcript;
    private final Supplier<View> view;
    private final PendingDisplay pendingDisplay;
    private String drawn = "";

    /**
     * The state that the prompt shows.
     *
     * @param kind the kind of prompt that is due; a question is drawn elsewhere
     * @param room the current room
     */
    record View(Prompt.Kind kind, ClientSession session, String room) {}

    MessagePrompt(ClientTerminal terminal, TranscriptView transcript, ClientEventLoop loop, Supplier<View> view) {
        this.terminal = terminal;
        this.transcript = transcript;
        this.view = view;
        this.pendingDisplay =
                new PendingDisplay(loop, () -> view.get().session().pendingMessages(), this::draw);
    }

    /** Draws the prompt again, unless a question is open. */
    void draw() {
        View now = view.get();
        List<PendingMessage> pending = pendingDisplay.shown();
        if (now.kind() == Prompt.Kind.MESSAGE) {
            drawn = now.session().name() + status(now);
            terminal.prompt(transcript.prompt(now.session().name(), pending, status(now)));
        }
    }

    /** Draws the prompt again if the nickname or the state of the rooms has changed. */
    void drawChanges() {
        View now = view.get();
        if (!drawn.equals(now.session().name() + status(now))) {
            draw();
        }
    }

    /** Called when the pending messages have changed. */
    void onPendingChanged() {
        pendingDisplay.onPendingChanged();
    }

    private String status(View now) {
        return transcript.status(
                now.room(),
                now.session().roomState(now.room()).map(RoomState::count).orElse(0L),
                now.session().absence());
    }
}
