package dev.parley.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.stomp.MalformedFrameException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks which rooms the completion knows after events of the list of rooms. */
class CompletionWordsTest {

    private final CompletionWords words = new CompletionWords();

    private void receive(String event) throws MalformedFrameException {
        words.rooms(JsonObject.read(event));
    }

    @Test
    void changesFollowASnapshot() throws MalformedFrameException {
        receive("{\"type\":\"rooms\",\"total\":500,\"rooms\":[{\"name\":\"lobby\"},{\"name\":\"java\"}]}");
        receive(
                "{\"type\":\"changed\",\"total\":501,\"rooms\":[{\"name\":\"tea\"},{\"name\":\"lobby\"}],\"removed\":[\"java\"]}");
        assertThat(words.rooms()).containsExactly("lobby", "tea");

        receive("{\"type\":\"rooms\",\"total\":1,\"rooms\":[{\"name\":\"lan\"}]}");
        assertThat(words.rooms()).containsExactly("lan");
    }

    @Test
    void formsOfTheCommandsAreReadFromTheHelp() {
        words.commands(List.of(
                "/help [COMMAND]     Lists the commands.",
                "/delete [N]         Deletes your message.",
                "/delete ROOM N | [ROOM] NAME since MINUTES  Deletes messages.",
                "no command"));

        assertThat(words.commands())
                .containsExactly(
                        new CommandUsage("/help", List.of("COMMAND")),
                        new CommandUsage("/delete", List.of("N")),
                        new CommandUsage("/delete", List.of("ROOM", "N", "|", "ROOM", "NAME", "since", "MINUTES")));
    }

    @Test
    void listOfAnEarlierServerReplacesAllRooms() throws MalformedFrameException {
        receive("[{\"name\":\"lobby\"},{\"name\":\"java\"}]");
        receive("[{\"name\":\"tea\"}]");

        assertThat(words.rooms()).containsExactly("tea");
    }
}
