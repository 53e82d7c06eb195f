package dev.parley.terminal.session;

import java.util.List;

/** Hears what happens in a session, on its thread. */
public interface Listener {

    /** Let in; the session knows under which name. */
    void connected();

    /** Something happened. */
    void heard(Heard heard);

    /** A command's answer, or why it was not obeyed. */
    void answered(List<String> lines);

    /** A letter is confirmed. */
    void stored(Letter letter);

    /** A letter was refused for good. */
    void refused(Letter letter, String sentence);

    /** A room cannot be entered. */
    void shutOut(String room, String sentence);

    /** More or less is waiting to be confirmed. */
    void waitingChanged();

    /** The connection is over. The session stays as it is, and may {@link Session#connect} again. */
    void over(Ending how);
}
