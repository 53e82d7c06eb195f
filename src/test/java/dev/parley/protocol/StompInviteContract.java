package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Contract of logins with an invitation on a server with a password. */
abstract class StompInviteContract extends StompPrivateRoomContract {

    private static final Pattern SECRET = Pattern.compile("#invite=([A-Za-z0-9_-]{22})");

    private static String connect(String name, String secret) {
        return "CONNECT\naccept-version:1.2\nlogin:" + name + "\ninvite:" + secret + "\n\n^";
    }

    private void isRefused(ContractClient guest) {
        assertThat(guest.reply().headers().get("message")).isEqualTo("invite-invalid");
        guest.isClosedByTheServer();
        nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
    }

    @Test
    void invitationLogsInWithoutThePasswordUntilItIsRevoked() {
        ContractClient host = member("host");
        host.send("SUBSCRIBE\nid:a\ndestination:/user/queue/answers\n\n^" + command("1", "/invite " + room));
        Matcher link = SECRET.matcher(host.refusal());
        assertThat(link.find()).isTrue();
        String secret = link.group(1);

        client().send(connect("guest", secret)).receives("CONNECTED version:1.2 user-name:guest");
        client().send(connect("other", secret)).receives("CONNECTED version:1.2 user-name:other");

        host.send(command("2", "/invite revoke 1"));
        assertThat(host.refusal()).contains("has ended");
        isRefused(client().send(connect("late", secret)));
    }

    @Test
    void wrongInvitationIsRefusedLikeAWrongPassword() {
        isRefused(client().send(connect("eve", "AAAAAAAAAAAAAAAAAAAAAA")));
        isRefused(client().send(connect("eve", "")));
    }

    @Test
    void rightPasswordCountsMoreThanAWrongInvitation() {
        client().send("CONNECT\naccept-version:1.2\npasscode:secret\nlogin:ada\ninvite:x\n\n^")
                .receives("CONNECTED version:1.2 user-name:ada");
    }
}
