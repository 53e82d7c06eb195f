package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract of DISCONNECT with a time to resume. */
abstract class StompDisconnectContract extends StompSanctionContract {

    @Test
    void disconnectWithAResumeTimeFreesTheNicknameAfterThatTime() {
        ContractClient ada = member("ada");
        ContractClient bob = member("bob");

        ada.send(post("receipt:1", "{\"text\":\"last\"}") + "DISCONNECT\nreceipt:bye\nresume-within:100\n\n^")
                .receives("RECEIPT receipt-id:1 position:E:1", "RECEIPT receipt-id:bye")
                .isClosedByTheServer();

        assertThat(chatServer.findUser("ada").toCompletableFuture().join()).isPresent();
        assertThat(bob.event("\"type\":\"left\"")).contains("\"name\":\"ada\",\"reason\":\"\"");
        awaitFree("ada");
    }

    @Test
    void userResumesWithinTheResumeTimeOfDisconnect() {
        ContractClient ada = client().send("CONNECT\naccept-version:1.2\npasscode:secret\nlogin:ada\n\n^");
        String token = ada.reply().headers().get("resume");
        ada.send("DISCONNECT\nresume-within:999999999\n\n^").isClosedByTheServer();

        client().send("CONNECT\naccept-version:1.2\npasscode:secret\nlogin:eve\nresume:" + token + "\n\n^")
                .receives("CONNECTED version:1.2 user-name:ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "5 s", "1000000000"})
    void invalidResumeTimeOfDisconnectIsAnError(String value) {
        member("ada")
                .send("DISCONNECT\nreceipt:bye\nresume-within:" + value + "\n\n^")
                .receives(error(
                        "malformed",
                        "bye",
                        "The header resume-within must be a number of milliseconds, with at most 9 digits."))
                .isClosedByTheServer();
    }
}
