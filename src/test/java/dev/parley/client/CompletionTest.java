package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionTest {

    private final Completion completion = new Completion(
            () -> new Completion.Known(List.of("ada", "bob"), List.of("lobby", "dev"), List.of("/help", "/who")));

    @Test
    void firstWordIsCompletedToUsersCommandsOrRooms() {
        assertThat(completion.candidates(List.of("b"))).containsExactly("bob:", "ada:");
        assertThat(completion.candidates(List.of("/h"))).containsExactly("/help", "/who");
        assertThat(completion.candidates(List.of("\\h"))).containsExactly("\\help", "\\who");
        assertThat(completion.candidates(List.of("#"))).containsExactly("#lobby", "#dev");
    }

    @Test
    void laterWordsAreCompletedToUsersAndRooms() {
        assertThat(completion.candidates(List.of("hi", "b"))).containsExactly("bob", "ada", "#lobby", "#dev");
        assertThat(completion.candidates(List.of("/join", "d"))).containsExactly("lobby", "dev");
        assertThat(completion.candidates(List.of("/part", "#d"))).containsExactly("#lobby", "#dev");
    }
}
