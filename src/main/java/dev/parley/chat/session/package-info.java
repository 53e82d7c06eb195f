/**
 * The server as a whole: {@link dev.parley.chat.session.ChatServer} logs users in, gives each a
 * {@link dev.parley.chat.session.Session}, and applies connection limits, rate limits, sanctions and the resume window. Knows
 * users and rooms, and no protocol, framework or database. Starts no thread: executors and timer are handed in; every public
 * type is safe to use from any thread.
 */
@NullMarked
package dev.parley.chat.session;

import org.jspecify.annotations.NullMarked;
