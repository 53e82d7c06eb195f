package dev.parley.client;

import java.util.EnumSet;
import java.util.Set;

/**
 * The state of an interactive client. {@link InteractiveClient} begins {@link #OFFLINE}.
 *
 * <table>
 *   <caption>Transitions</caption>
 *   <tr><th>state</th><th>event</th><th>next state</th></tr>
 *   <tr><td>OFFLINE</td><td>start without a nickname</td><td>ASKING_NICKNAME</td></tr>
 *   <tr><td>OFFLINE</td><td>start with a nickname</td><td>CONNECTING</td></tr>
 *   <tr><td>ASKING_NICKNAME</td><td>nickname typed</td><td>CONNECTING</td></tr>
 *   <tr><td>CONNECTING, RECONNECTING</td><td>logged in</td><td>LOGGED_IN</td></tr>
 *   <tr><td>CONNECTING, RECONNECTING</td><td>nickname refused</td>
 *       <td>ASKING_NICKNAME; EXITED if no input is read</td></tr>
 *   <tr><td>OFFLINE, ASKING_NICKNAME, CONNECTING, LOGGED_IN, ASKING_LOGIN_AGAIN</td><td>{@code /reconnect}</td>
 *       <td>CONNECTING</td></tr>
 *   <tr><td>ASKING_RECONNECT, RECONNECTING</td><td>yes typed, end of the countdown, {@code /reconnect}</td>
 *       <td>RECONNECTING</td></tr>
 *   <tr><td>CONNECTING, RECONNECTING, LOGGED_IN</td><td>connection lost</td>
 *       <td>ASKING_RECONNECT; EXITING after the last attempt</td></tr>
 *   <tr><td>CONNECTING, RECONNECTING, LOGGED_IN</td><td>disconnected by a user or an operator</td>
 *       <td>ASKING_LOGIN_AGAIN</td></tr>
 *   <tr><td>CONNECTING, RECONNECTING, LOGGED_IN</td><td>disconnected for good</td>
 *       <td>EXITED; OFFLINE if the user may try another server</td></tr>
 *   <tr><td>any but LOGGING_OUT, EXITING, EXITED</td>
 *       <td>{@code /quit}, {@code /server leave}, {@code /server join}</td><td>LOGGING_OUT</td></tr>
 *   <tr><td>LOGGING_OUT</td><td>logged out after {@code /quit}</td><td>ASKING_LOGIN_AGAIN</td></tr>
 *   <tr><td>LOGGING_OUT</td><td>logged out after {@code /server leave}</td><td>OFFLINE</td></tr>
 *   <tr><td>LOGGING_OUT</td><td>logged out after {@code /server join} or yes typed</td><td>CONNECTING</td></tr>
 *   <tr><td>ASKING_LOGIN_AGAIN</td><td>yes typed</td><td>LOGGING_OUT</td></tr>
 *   <tr><td>any but EXITING, EXITED</td><td>no typed, Ctrl+C, Ctrl+D, signal, time limit, enough messages</td>
 *       <td>EXITING</td></tr>
 *   <tr><td>EXITING</td><td>all messages acknowledged, connection lost, time limit</td><td>EXITED</td></tr>
 * </table>
 *
 * <p>All other transitions are illegal. Commands that connect or disconnect are rejected with a notice while
 * {@link #isLeaving}. A command typed just before a question appeared is executed in the state of the question.
 */
enum ClientState {
    /** Not connected; commands can be typed. */
    OFFLINE(Prompt.Kind.MESSAGE),
    /** The user is asked for a nickname. */
    ASKING_NICKNAME(Prompt.Kind.QUESTION),
    /** Connecting, as the user requested; messages and commands can be typed. */
    CONNECTING(Prompt.Kind.MESSAGE),
    /** Logged in. */
    LOGGED_IN(Prompt.Kind.MESSAGE),
    /** The connection was lost; the user is asked whether to reconnect, which also happens after a countdown. */
    ASKING_RECONNECT(Prompt.Kind.QUESTION),
    /** Connecting again after a loss; the question stays, and can still be answered with no. */
    RECONNECTING(Prompt.Kind.QUESTION),
    /** The client waits until the server has confirmed the logout. */
    LOGGING_OUT(Prompt.Kind.MESSAGE),
    /** Logged out; the user is asked whether to log in again. */
    ASKING_LOGIN_AGAIN(Prompt.Kind.QUESTION),
    /** The exit waits for acknowledgements and the logout. */
    EXITING(Prompt.Kind.MESSAGE),
    /** The exit code is set. */
    EXITED(Prompt.Kind.MESSAGE);

    private final Prompt.Kind prompt;

    ClientState(Prompt.Kind prompt) {
        this.prompt = prompt;
    }

    /** Returns the kind of prompt that is shown. */
    Prompt.Kind prompt() {
        return prompt;
    }

    /** Returns whether the connection was lost and the user has not given up. */
    boolean isAfterLoss() {
        return this == ASKING_RECONNECT || this == RECONNECTING;
    }

    /** Returns whether the connection is being closed, so that no command may connect or disconnect. */
    boolean isLeaving() {
        return !allows(LOGGING_OUT);
    }

    /** Returns whether a transition to this state is legal. */
    boolean allows(ClientState next) {
        return next().contains(next);
    }

    /**
     * Returns the next state.
     *
     * @throws IllegalStateException if the transition is illegal
     */
    ClientState to(ClientState next) {
        if (!allows(next)) {
            throw new IllegalStateException("A client that is " + this + " cannot become " + next + ".");
        }
        return next;
    }

    private Set<ClientState> next() {
        return switch (this) {
            case OFFLINE -> EnumSet.of(ASKING_NICKNAME, CONNECTING, LOGGING_OUT, EXITING);
            case ASKING_NICKNAME -> EnumSet.of(CONNECTING, LOGGING_OUT, EXITING);
            case CONNECTING -> disconnected(CONNECTING, LOGGED_IN, ASKING_NICKNAME);
            case LOGGED_IN -> disconnected(CONNECTING);
            case ASKING_RECONNECT -> EnumSet.of(RECONNECTING, LOGGING_OUT, EXITING);
            case RECONNECTING -> disconnected(RECONNECTING, LOGGED_IN, ASKING_NICKNAME);
            case LOGGING_OUT -> EnumSet.of(ASKING_LOGIN_AGAIN, OFFLINE, CONNECTING, EXITING);
            case ASKING_LOGIN_AGAIN -> EnumSet.of(LOGGING_OUT, CONNECTING, EXITING);
            case EXITING -> EnumSet.of(EXITED);
            case EXITED -> EnumSet.noneOf(ClientState.class);
        };
    }

    /** Returns the states that may follow a connection, and these. */
    private static Set<ClientState> disconnected(ClientState first, ClientState... more) {
        Set<ClientState> states =
                EnumSet.of(ASKING_RECONNECT, ASKING_LOGIN_AGAIN, OFFLINE, LOGGING_OUT, EXITING, EXITED);
        states.addAll(EnumSet.of(first, more));
        return states;
    }
}
