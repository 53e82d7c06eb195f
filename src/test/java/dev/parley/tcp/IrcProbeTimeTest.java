package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the first bytes of a connection are probed for IRC in linear time. */
class IrcProbeTimeTest {

    /** Far below the 8 KiB of a preamble: the time grows with the third power. */
    private static final int SPACES = 2_000;

    @ParameterizedTest
    @ValueSource(strings = {"USER a b c", "WEBIRC a", "CAP LS", "PASS :", "PROTOCTL"})
    void spacesAreProbedQuickly(String start) {
        Dialect irc = WrongProtocolDialect.irc(DetectionTimeouts.STANDARD);
        String bytes = start + " ".repeat(SPACES);
        long began = System.nanoTime();

        irc.probe(Preamble.of(bytes));

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began))
                .as("milliseconds")
                .isLessThan(100);
    }
}
