package dev.parley.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.InviteSecret;
import dev.parley.integration.QrImage;
import dev.parley.text.RoomName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InviteLinksTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.5:8080/",
                "https://chat.example/",
                "https://a-long-name-of-a-server.department.example.org:8443/teams/parley/"
            })
    void cameraReadsTheLinkFromTheHalfBlocksOfATerminal(String address) {
        RoomName room = RoomName.parse("homework").orElseThrow();
        String link = new InviteLinks(() -> address).link(room, InviteSecret.generate());
        assertThat(QrImage.readHalfBlocks(InviteLinks.qrLines(link))).isEqualTo(link);
    }
}
