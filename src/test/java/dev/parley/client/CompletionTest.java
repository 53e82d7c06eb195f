package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.session.CommandUsage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CompletionTest {

    private static final List<CommandUsage> COMMANDS = Stream.of(
                    "/help [COMMAND]    Lists the commands.",
                    "/who [PAGE|NAME]   Lists the users.",
                    "/join ROOM         Joins a room.",
                    "/leave [ROOM]      Leaves a room.",
                    "/me ACTION         Sends an action.",
                    "/msg NAME TEXT     Sends a direct message.",
                    "/nick NAME         Changes your nickname.",
                    "/ban NAME|ADDRESS [MINUTES|forever] [REASON]  Bans a user.")
            .map(CommandUsage::parse)
            .flatMap(Optional::stream)
            .toList();

    private final Completion completion = new Completion(() -> new Completion.Known(
            List.of("ada", "Bea", "bob"),
            List.of("boris", "ada", "Bea", "bob"),
            List.of("lobby", "books"),
            ClientCommands.with(COMMANDS)));

    private List<String> candidates(String typed) {
        return completion.candidates(List.of(typed.split(" ", -1)));
    }

    @Test
    void firstWordIsAUserACommandARoomOrAMention() {
        assertThat(candidates("b")).containsExactly("bob:", "Bea:");
        assertThat(candidates("/h")).containsExactly("/help");
        assertThat(candidates("\\w")).containsExactly("\\who");
        assertThat(candidates("/b")).containsExactly("/ban", "/bell");
        assertThat(candidates("#")).containsExactly("#lobby", "#books");
        assertThat(candidates("@B")).containsExactly("@bob", "@Bea");
        assertThat(candidates("//h")).isEmpty();
    }

    @Test
    void laterWordOfATextIsAUserUnlessItsSignNamesARoom() {
        assertThat(candidates("hi b")).containsExactly("bob", "Bea");
        assertThat(candidates("hi @be")).containsExactly("@Bea");
        assertThat(candidates("see #b")).containsExactly("#books");
        assertThat(candidates("/me waves to b")).containsExactly("bob", "Bea");
    }

    @Test
    void argumentIsWhatTheCommandTakes() {
        assertThat(candidates("/msg b")).containsExactly("bob", "Bea", "boris");
        assertThat(candidates("/query b")).containsExactly("bob", "Bea", "boris");
        assertThat(candidates("/msg @b")).containsExactly("@bob", "@Bea", "@boris");
        assertThat(candidates("/msg bob see #b")).containsExactly("#books");
        assertThat(candidates("/help w")).containsExactly("who");
        assertThat(candidates("/help /w")).containsExactly("/who");
        assertThat(candidates("/join b")).containsExactly("books");
        assertThat(candidates("/part #b")).containsExactly("#books");
        assertThat(candidates("/join books b")).isEmpty();
        assertThat(candidates("/who b")).containsExactly("bob", "Bea", "boris");
        assertThat(candidates("/nick b")).isEmpty();
        assertThat(candidates("/ban bob f")).containsExactly("forever");
        assertThat(candidates("/ban bob forever b")).containsExactly("bob", "Bea");
        assertThat(candidates("/bell m")).containsExactly("mentions");
        assertThat(candidates("/quiet b")).containsExactly("books");
        assertThat(candidates("/quiet books m")).containsExactly("mentions");
        assertThat(candidates("/quiet to")).containsExactly("tomorrow");
        assertThat(candidates("/unknown b")).isEmpty();
    }

    @Test
    void wordThatBeginsNothingHasNoCandidates() {
        assertThat(candidates("hi ob")).isEmpty();
        assertThat(candidates("/msg lob")).isEmpty();
    }
}
