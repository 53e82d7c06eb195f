package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.session.ClientEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IgnoredNamesTest {

    private static final Instant AT = Instant.parse("2026-11-20T14:02:00Z");

    private final IgnoredNames ignoredNames = new IgnoredNames();

    @Test
    void messagesAndChangesOfAnIgnoredUserAreHidden() {
        ignoredNames.add("Eve");

        assertThat(ignoredNames.hides(new ClientEvent.Said(AT, "eve", "browser", "hi", false, false)))
                .isTrue();
        assertThat(ignoredNames.hides(new ClientEvent.Edited(AT, "eve", "hello")))
                .isTrue();
        assertThat(ignoredNames.hides(new ClientEvent.Deleted(AT, "eve", AT))).isTrue();
        assertThat(ignoredNames.hides(new ClientEvent.Reacted(AT, "eve", "👍", false, AT)))
                .isTrue();
        assertThat(ignoredNames.hides(new ClientEvent.Edited(AT, "bob", "hello")))
                .isFalse();
        assertThat(ignoredNames.hides(new ClientEvent.Joined(AT, "eve"))).isFalse();
    }

    @Test
    void newNicknameOfAnIgnoredUserIsFollowed() {
        ignoredNames.add("eve");

        assertThat(ignoredNames.hides(new ClientEvent.Renamed(AT, "eve", "mallory")))
                .isFalse();
        assertThat(ignoredNames.hides(new ClientEvent.Edited(AT, "mallory", "hello")))
                .isTrue();
        assertThat(ignoredNames.all()).containsExactly("mallory");
    }
}
