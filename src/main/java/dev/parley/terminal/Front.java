package dev.parley.terminal;

/** What stands between somebody, or something, and a session. Confined to the turns. */
interface Front {

    /** Begins. */
    void start();

    /** The time is up that was asked for. */
    void timeUp();

    /** The program is told to end: SIGTERM, SIGHUP, or Ctrl+C where nobody types. */
    void interrupted();
}
