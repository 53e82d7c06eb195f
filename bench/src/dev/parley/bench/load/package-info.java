/**
 * The load generator: thousands of connections from one process. Some of them send messages at fixed times; all count
 * the messages that they receive. Knows the protocols of the servers, but not which server it loads or how that server
 * is started.
 *
 * <p>Each {@link dev.parley.bench.load.EventLoop} owns a thread that reads; the calling thread sends. A delivery
 * allocates nothing.
 */
@NullMarked
package dev.parley.bench.load;

import org.jspecify.annotations.NullMarked;
