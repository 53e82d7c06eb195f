package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.StompCommand;
import dev.parley.stomp.StompVersion;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks which frames a client may send, and which end its connection. */
class FrameValidatorTest {

    private static Optional<String> violation(StompCommand command, StompVersion version, String... headers) {
        Headers all = Headers.of(headers);
        String destination = all.get(Headers.DESTINATION);
        return FrameValidator.violation(
                new Frame(command, all),
                true,
                version,
                destination == null ? null : Destination.parse(destination).orElse(null));
    }

    private static Optional<String> violation(StompCommand command, String... headers) {
        return violation(command, StompVersion.V1_2, headers);
    }

    private static Optional<String> beforeLogin(StompCommand command) {
        return FrameValidator.violation(new Frame(command, Headers.NONE), false, StompVersion.V1_2, null);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECT", "STOMP"})
    void clientConnectsOnce(StompCommand command) {
        assertThat(beforeLogin(command)).isEmpty();
        assertThat(violation(command)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(names = {"SEND", "SUBSCRIBE", "UNSUBSCRIBE", "DISCONNECT", "ACK", "BEGIN"})
    void everyOtherFrameNeedsALogin(StompCommand command) {
        assertThat(beforeLogin(command))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("CONNECT"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/rooms/lobby",
                "/app/rooms/lobby/typing",
                "/app/rooms/not a room",
                "/app/people/ada",
                "/app/commands"
            })
    void sendIsAllowedToRoomsUsersAndCommands(String destination) {
        assertThat(violation(StompCommand.SEND, Headers.DESTINATION, destination))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/topic/rooms/lobby", "/topic/rooms", "/user/queue/direct", "/app/rooms/*", "/elsewhere"})
    void sendIsRejectedToAnyOtherDestination(String destination) {
        assertThat(violation(StompCommand.SEND, Headers.DESTINATION, destination))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("/app/rooms/ROOM"));
    }

    @Test
    void sendNeedsADestination() {
        assertThat(violation(StompCommand.SEND)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/topic/rooms/lobby",
                "/topic/rooms/not a room",
                "/topic/rooms",
                "/user/queue/refusals",
                "/user/queue/direct",
                "/user/queue/answers",
                "/user/queue/session"
            })
    void subscribeIsAllowedToRoomsAndQueues(String destination) {
        assertThat(violation(StompCommand.SUBSCRIBE, Headers.DESTINATION, destination, Headers.ID, "1"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/commands", "/app/rooms/lobby", "/app/people/ada", "/topic/rooms/*", "/elsewhere"})
    void subscribeIsRejectedToAnyOtherDestination(String destination) {
        assertThat(violation(StompCommand.SUBSCRIBE, Headers.DESTINATION, destination, Headers.ID, "1"))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("/topic/rooms/ROOM"));
    }

    @Test
    void selectorsAndAcknowledgementsAreRejected() {
        assertThat(subscribeWith(Headers.SELECTOR, "x = 1")).isPresent();
        assertThat(subscribeWith(Headers.ACK, "client")).isPresent();
        assertThat(subscribeWith(Headers.ACK, "client-individual")).isPresent();
        assertThat(subscribeWith(Headers.ACK, "auto")).isEmpty();
    }

    private static Optional<String> subscribeWith(String name, String value) {
        return violation(
                StompCommand.SUBSCRIBE, Headers.DESTINATION, "/topic/rooms/lobby", Headers.ID, "1", name, value);
    }

    @Test
    void subscriptionIdHasOneTo64Characters() {
        assertThat(violation(StompCommand.UNSUBSCRIBE)).isPresent();
        assertThat(violation(StompCommand.UNSUBSCRIBE, Headers.ID, "")).isPresent();
        assertThat(violation(StompCommand.UNSUBSCRIBE, Headers.ID, "i".repeat(64)))
                .isEmpty();
        assertThat(violation(StompCommand.UNSUBSCRIBE, Headers.ID, "i".repeat(65)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("64"));
    }

    @Test
    void destinationReplacesTheIdInStomp10Only() {
        String[] headers = {Headers.DESTINATION, "/topic/rooms/lobby"};
        assertThat(violation(StompCommand.SUBSCRIBE, StompVersion.V1_0, headers))
                .isEmpty();
        assertThat(violation(StompCommand.SUBSCRIBE, StompVersion.V1_1, headers))
                .isPresent();
        assertThat(FrameValidator.idOf(Headers.of(headers), StompVersion.V1_0)).isEqualTo("/topic/rooms/lobby");
        assertThat(FrameValidator.idOf(Headers.of(headers), StompVersion.V1_2)).isNull();
    }

    @Test
    void receiptHasAtMost256Characters() {
        assertThat(violation(StompCommand.DISCONNECT, Headers.RECEIPT, "r".repeat(256)))
                .isEmpty();
        assertThat(violation(StompCommand.DISCONNECT, Headers.RECEIPT, "r".repeat(257)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("256"));
    }

    @ParameterizedTest
    @EnumSource(names = {"ACK", "NACK", "BEGIN", "COMMIT", "ABORT"})
    void acknowledgementsAndTransactionsAreRejectedByName(StompCommand command) {
        assertThat(violation(command))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains(command.name()));
    }

    @Test
    void transactionHeaderIsRejected() {
        assertThat(violation(StompCommand.SEND, Headers.DESTINATION, "/app/rooms/lobby", Headers.TRANSACTION, "tx1"))
                .isPresent();
    }
}
