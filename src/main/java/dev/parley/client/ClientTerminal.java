package dev.parley.client;

import java.nio.file.Path;
import java.util.Optional;

/** What a person looks at and types into. Safe from any thread. */
interface ClientTerminal {

    /** Whose lines are typed here; called on a thread of the face's own. */
    interface InputListener {

        /** A line was typed at a prompt of this kind. */
        void typed(Prompt.Kind kind, String line);

        /**
         * Ctrl+C was pressed.
         *
         * @param cleared whether it has cleared a line that had begun
         */
        void interrupted(boolean cleared);

        /** Nothing more will be typed: Ctrl+D, or the terminal is gone. */
        void ended();
    }

    /** Begins to listen to what is typed. Returns at once. */
    void open(InputListener inputListener, Completion completion);

    /** Shows something, which may have several lines, above what is being typed. */
    void show(String text);

    /** From now on this stands last. */
    void prompt(Prompt prompt);

    /** Gives back a line that was typed and could not be used, to be typed on. */
    void restoreInput(String line);

    /** From now on what is typed is remembered in this file, and what was typed before is found there. */
    void setHistoryFile(Optional<Path> file);

    /** Leaves the screen as it was found. Nothing can be shown afterwards. */
    void close();
}
