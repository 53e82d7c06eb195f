package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.session.ReceivedEvents;
import org.junit.jupiter.api.Test;

class IgnoreListTest {

    private final IgnoreList ignoreList = new IgnoreList();

    @Test
    void messagesAndChangesOfAnIgnoredUserAreHidden() {
        ignoreList.add("Eve");

        assertThat(hides("{'type':'said','from':'eve','text':'hi'}")).isTrue();
        assertThat(hides("{'type':'edited','by':'eve','text':'hello'}")).isTrue();
        assertThat(hides("{'type':'deleted','by':'eve'}")).isTrue();
        assertThat(hides("{'type':'reacted','by':'eve','emoji':'👍'}")).isTrue();
        assertThat(hides("{'type':'direct','from':'eve','text':'psst'}")).isTrue();
        assertThat(hides("{'type':'edited','by':'bob','text':'hello'}")).isFalse();
        assertThat(hides("{'type':'joined','name':'eve'}")).isFalse();
        assertThat(hides("{'type':'said','from':'eve','via':'operator','text':'hi'}"))
                .isFalse();
    }

    @Test
    void newNicknameOfAnIgnoredUserIsFollowed() {
        ignoreList.add("eve");

        assertThat(hides("{'type':'renamed','from':'eve','to':'mallory','userId':'1'}"))
                .isFalse();
        assertThat(hides("{'type':'edited','by':'mallory','userId':'1','text':'hello'}"))
                .isTrue();
        assertThat(ignoreList.all()).containsExactly("mallory");
    }

    @Test
    void newNicknameThatTheClientDidNotSeeIsFollowed() {
        hides("{'type':'welcome','people':{'count':1,'first':[{'name':'eve','userId':'1'}]}}");
        ignoreList.add("eve");

        assertThat(hides("{'type':'said','from':'mallory','userId':'1','text':'hi'}"))
                .isTrue();
        assertThat(ignoreList.all()).containsExactly("mallory");
        assertThat(ignoreList.remove("mallory")).isTrue();
        assertThat(hides("{'type':'said','from':'mallory','userId':'1','text':'hi'}"))
                .isFalse();
    }

    @Test
    void anotherUserWithTheNicknameOfAnIgnoredOneIsShown() {
        hides("{'type':'joined','name':'eve','userId':'1'}");
        ignoreList.add("eve");

        assertThat(hides("{'type':'said','from':'eve','userId':'2','text':'hi'}"))
                .isFalse();
        assertThat(hides("{'type':'said','from':'eve','userId':'1','text':'hi'}"))
                .isTrue();
    }

    @Test
    void userIgnoredByNicknameIsFollowedFromTheFirstMessageOn() {
        ignoreList.add("eve");

        assertThat(hides("{'type':'said','from':'eve','userId':'1','text':'hi'}"))
                .isTrue();
        assertThat(hides("{'type':'said','from':'mallory','userId':'1','text':'hi'}"))
                .isTrue();
        assertThat(hides("{'type':'said','from':'eve','userId':'2','text':'hi'}"))
                .isFalse();
    }

    @Test
    void messageWithoutAnIdIsHiddenByTheNickname() {
        hides("{'type':'joined','name':'eve','userId':'1'}");
        ignoreList.add("eve");

        assertThat(hides("{'type':'said','from':'Eve','text':'of an archive'}")).isTrue();
    }

    @Test
    void replayedMessageTeachesNoIdThatAnotherUserMayHave() {
        hides("{'type':'joined','name':'eve','userId':'2'}");
        ignoreList.hides(ReceivedEvents.replayed("{'type':'said','from':'eve','userId':'1','text':'hi'}"));
        ignoreList.add("eve");

        assertThat(hides("{'type':'said','from':'eve','userId':'2','text':'hi'}"))
                .isTrue();
        assertThat(ignoreList.all()).containsExactly("eve");
    }

    @Test
    void quoteOfAnIgnoredUserIsHidden() {
        ignoreList.add("eve");
        String reply = "{'type':'said','from':'bob','text':'no','replyTo':{'seq':1,'name':'eve','text':'tea?'}}";

        assertThat(ignoreList.hidesQuote(ReceivedEvents.live(reply))).isTrue();
        assertThat(ignoreList.hidesQuote(ReceivedEvents.live(reply.replace("eve", "ada"))))
                .isFalse();
        assertThat(ReceivedEvents.live(reply).withoutQuote().clientEvent().toString())
                .contains("no")
                .doesNotContain("tea?");
    }

    private boolean hides(String json) {
        return ignoreList.hides(ReceivedEvents.live(json));
    }
}
