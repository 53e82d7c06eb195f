package dev.parley.client;

import java.nio.file.Path;
import java.util.Optional;

/** The terminal of the user. Thread-safe. */
interface ClientTerminal {

    /** Receives the input, on the terminal's thread. */
    interface InputListener {

        /** Called for a line that was typed at a prompt of this kind. */
        void typed(Prompt.Kind kind, String line);

        /**
         * Called when Ctrl+C was pressed.
         *
         * @param cleared whether it cleared a line
         */
        void interrupted(boolean cleared);

        /** Called at the end of the input: Ctrl+D, or the loss of the terminal. */
        void ended();
    }

    /** Starts reading. Returns at once. */
    void open(InputListener listener, Completion completion);

    /** Prints lines above the input. */
    void show(String text);

    /** Rings the bell. */
    void ring();

    /** Returns whether typed lines stay on the screen. */
    boolean keepsInput();

    /** Sets the prompt. */
    void prompt(Prompt prompt);

    /** Restores a line that could not be used, for further editing. */
    void restoreInput(String line);

    /** Sets the file of the input history. */
    void setHistoryFile(Optional<Path> file);

    /** Restores the terminal. Nothing can be printed afterwards. */
    void close();
}
