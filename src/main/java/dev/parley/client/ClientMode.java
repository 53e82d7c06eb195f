package dev.parley.client;

/** A mode of the client, interactive or pipe. Confined to the event loop. */
interface ClientMode {

    /** Starts. */
    void start();

    /** The requested time is over. */
    void onTimeout();

    /** A signal ends the program: SIGTERM, SIGHUP, or Ctrl+C without a terminal. */
    void onInterrupt();
}
