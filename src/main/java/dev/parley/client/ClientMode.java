package dev.parley.client;

/** A mode of the client, interactive or pipe. Confined to the event loop. */
interface ClientMode {

    /** Starts the client. */
    void start();

    /** Called when the requested time has passed. */
    void onTimeout();

    /** Called on a signal that ends the program: SIGTERM, SIGHUP, or Ctrl+C without a terminal. */
    void onInterrupt();
}
