package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.StompLibraryClient;
import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import org.junit.jupiter.api.Test;

/** Checks login, delivery and receipts. */
class WebSocketPublishTest extends WebSocketTestBase {

    @Test
    void messageReachesAllMembersAndTheSenderReceivesAReceipt() {
        try (StompLibraryClient ada =
                        StompLibraryClient.connect(server.port()).logIn("ada").join("t1");
                StompLibraryClient bob =
                        StompLibraryClient.connect(server.port()).logIn("bob").join("t1")) {
            ada.publish("t1", "hello: “world”\n🙂", "r-1");

            var received = bob.receiveMessage("hello: “world”\n🙂");
            Frame receipt = ada.receiveReceipt("r-1");

            assertThat(received.get("from").asString()).isEqualTo("ada");
            assertThat(received.get("via").asString()).isEqualTo("browser");
            assertThat(received.get("reference").asString()).isEqualTo("r-1");
            assertThat(received.get("action").asBoolean()).isFalse();
            assertThat(receipt.headers().get("position"))
                    .isEqualTo(received.get("epoch").asString() + ":"
                            + received.get("seq").asLong());
            assertThat(receipt.headers().get("reference")).isEqualTo("r-1");
            assertThat(receipt.headers().get("at")).isEqualTo(received.get("at").asString());
            assertThat(ada.receiveMessage("hello: “world”\n🙂")).isEqualTo(received);
        }
    }

    @Test
    void connectedContainsNicknameTokenAndHeartBeat() {
        try (StompLibraryClient cy = StompLibraryClient.connect(server.port())) {
            cy.sendFrame(StompCommand.CONNECT, "accept-version", "1.0,1.1,1.2", "login", "cy", "heart-beat", "0,0");

            Frame connected = cy.receive(StompCommand.CONNECTED);

            assertThat(connected.headers().get("version")).isEqualTo("1.2");
            assertThat(connected.headers().get("user-name")).isEqualTo("cy");
            assertThat(connected.headers().get("resume")).matches("[0-9a-f]{32}");
            assertThat(connected.headers().get("heart-beat")).isEqualTo("10000,10000");
        }
    }
}
