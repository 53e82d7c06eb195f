package dev.parley.client;

/** What stands between somebody, or something, and a session. Confined to the turns. */
interface ClientMode {

    /** Begins. */
    void start();

    /** The time is up that was asked for. */
    void onTimeout();

    /** The program is told to end: SIGTERM, SIGHUP, or Ctrl+C where nobody types. */
    void onInterrupt();
}
