package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.util.AntPathMatcher;

/** Compares the matches of destinations with those of Spring's matcher. */
class DestinationMatcherTest {

    private static final List<String> PATTERNS = Arrays.stream(MessageController.class.getDeclaredMethods())
            .flatMap(method ->
                    Arrays.stream(method.getAnnotation(MessageMapping.class).value()))
            .toList();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/rooms",
                "/rooms/",
                "/rooms/dev",
                "/rooms/dev/edit",
                "/rooms/dev/react",
                "/rooms/dev/more/edit",
                "/rooms/rooms",
                "/rooms/edit",
                "//rooms/dev//edit",
                "/rooms//typing",
                "/search",
                "/search/",
                "//search",
                "/research",
                "/people",
                "/people/a/b*c?{d}",
                "/commands",
                "/commands/rooms",
                "/",
                ""
            })
    void destinationMatchesTheSamePatternsAsWithSpring(String destination) {
        AntPathMatcher spring = new AntPathMatcher();

        assertThat(PATTERNS)
                .hasSize(9)
                .filteredOn(pattern -> new DestinationMatcher().match(pattern, destination))
                .containsExactlyElementsOf(PATTERNS.stream()
                        .filter(pattern -> spring.match(pattern, destination))
                        .toList());
    }
}
