package dev.parley.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.ManualScheduler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks which addresses a hook can have. */
class HookAddressTest {

    private final ManualScheduler scheduler = new ManualScheduler();

    private Optional<String> check(boolean toPrivateNetworks, String url, HttpHookSender.HostResolver resolver) {
        return new HttpHookSender(
                        toPrivateNetworks,
                        resolver,
                        HttpHookSenderTest::defaultTls,
                        Runnable::run,
                        scheduler,
                        scheduler.clock())
                .check(url)
                .toCompletableFuture()
                .join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.1.2.3:8080/",
                "http://localhost/",
                "http://localhost./",
                "http://0.0.0.0/",
                "http://10.0.0.1/",
                "http://172.16.0.1/",
                "http://172.31.255.255/",
                "http://192.168.1.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://100.64.0.1/",
                "http://100.127.255.254/",
                "http://224.0.0.1/",
                "http://255.255.255.255/",
                "http://198.18.0.1/",
                "http://[::1]/",
                "http://[::]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[::ffff:10.0.0.1]/",
                "http://[::127.0.0.1]/",
                "http://[64:ff9b::127.0.0.1]/",
                "http://[64:ff9b::a00:1]/",
                "http://[2002:7f00:1::]/",
                "http://[2001:0:7f00:1::]/",
                "http://[fe80::1]/",
                "http://[fe80::1%25lo]/",
                "http://[fc00::1]/",
                "http://[fd00:ec2::254]/",
                "http://[ff02::1]/",
                "http://[fec0::1]/"
            })
    void addressOfAPrivateNetworkIsRejected(String url) {
        assertThat(check(false, url, InetAddress::getAllByName))
                .hasValueSatisfying(problem -> assertThat(problem).containsAnyOf("private network", "was not found"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://0x7f.1/",
                "http://0x7f000001/",
                "http://0177.0.0.1/",
                "http://127.1/",
                "http://127.0.0.1.:80/",
                "http:///path",
                "http:example.org",
                "//example.org/",
                "ftp://example.org/",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "https://user:password@example.org/",
                "https://example.org/#part",
                "https://example.org:99999/",
                "https://example .org/",
                "https://ex%61mple.org/",
                "http://[::1/",
                "https://",
                "",
                "example.org"
            })
    void textThatIsNoAddressIsRejected(String url) {
        assertThat(check(true, url, InetAddress::getAllByName)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.215.14", "8.8.8.8", "2606:4700::6810:84e5", "64:ff9b::808:808"})
    void publicAddressIsAccepted(String address) throws UnknownHostException {
        InetAddress[] found = {InetAddress.getByName(address)};

        assertThat(check(false, "https://example.org/hook", host -> found)).isEmpty();
    }
}
