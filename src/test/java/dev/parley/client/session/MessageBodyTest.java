package dev.parley.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.stomp.MalformedFrameException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageBodyTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{'text':'hi'} | hi",
                "{'text':'hi','edited':{'by':'ada'}} | hi (edited)",
                "{'text':'','deleted':{'by':'ada'}} | (deleted)",
                "{'text':'yes','replyTo':{'seq':1,'name':'ada','text':'tea?'}} | (ada: tea?) yes",
                "{'text':'yes','replyTo':{'seq':1,'name':'ada','text':''}} | (ada: (deleted)) yes",
                "{'text':'yes','replyTo':{'seq':1}} | (a message that is no longer kept) yes",
                "{'text':'yes','replyTo':{'seq':1,'name':'ada','text':'shall we have some tea at the usual place?'}}"
                        + " | (ada: shall we have some tea at the…) yes"
            })
    void textIsShownAsItIsNow(String body, String shown) throws MalformedFrameException {
        assertThat(MessageBody.text(JsonObject.read(body.replace('\'', '"')))).isEqualTo(shown);
    }
}
