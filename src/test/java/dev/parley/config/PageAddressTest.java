package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageAddressTest {

    @Test
    void publicUrlEndsWithASlash() {
        assertThat(new PageAddress(URI.create("https://chat.example"), Stream::empty).url())
                .isEqualTo("https://chat.example/");
        assertThat(new PageAddress(URI.create("https://a.example/chat/"), Stream::empty).url())
                .isEqualTo("https://a.example/chat/");
    }

    @Test
    void addressWithoutASettingLeadsToThisMachine() {
        assertThat(new PageAddress(null, Stream::empty).url()).matches("http://[^/]+:8080/");
    }
}
