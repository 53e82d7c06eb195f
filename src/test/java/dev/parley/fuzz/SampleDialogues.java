package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.tcp.dialect.line.Transcript;
import java.util.List;
import java.util.stream.Stream;

/** Contains valid client input, from which the mutations start. */
final class SampleDialogues {

    private static final String CONNECT = "CONNECT\naccept-version:1.2\nlogin:eve\nheart-beat:10000,10000\n\n\0";
    private static final String SUBSCRIBE =
            "SUBSCRIBE\nid:0\ndestination:/topic/rooms/lobby\nreplay:5\nreceipt:s\n\n\0";
    private static final String REFUSALS = "SUBSCRIBE\nid:r\ndestination:/user/queue/refusals\n\n\0";
    private static final String ANSWERS = "SUBSCRIBE\nid:a\ndestination:/user/queue/answers\n\n\0";
    private static final String SEND =
            "SEND\ndestination:/app/rooms/lobby\nreceipt:1\nreference:m-1\ncontent-length:19\n\n{\"text\":\"hi \u00c3\u00a4 there\"}\0";

    private static final List<String> STOMP = List.of(
            CONNECT + SUBSCRIBE + SEND,
            CONNECT + REFUSALS + SUBSCRIBE + SEND.replace("content-length:19\n", "") + "UNSUBSCRIBE\nid:0\n\n\0" + SEND,
            CONNECT + REFUSALS + ANSWERS + SUBSCRIBE
                    + "SEND\ndestination:/app/commands\nreceipt:c\n\n{\"line\":\"/last 5\",\"room\":\"lobby\"}\0"
                    + "SEND\ndestination:/app/commands\n\n{\"line\":\"/nick mallory\"}\0",
            CONNECT + REFUSALS + "SUBSCRIBE\nid:d\ndestination:/user/queue/direct\n\n\0"
                    + "SEND\ndestination:/app/people/witness\nreceipt:d\n\n{\"text\":\"psst\"}\0",
            CONNECT + "SUBSCRIBE\nid:l\ndestination:/topic/rooms\n\n\0" + SUBSCRIBE
                    + "SEND\ndestination:/app/rooms/lobby/typing\n\n{}\0DISCONNECT\nreceipt:bye\n\n\0",
            "STOMP\r\naccept-version:1.0,1.1\r\nlogin:old\r\n\r\n\0\r\n" + SUBSCRIBE.replace("\n", "\r\n"),
            "CONNECT\nlogin: eve \n\n\0SEND\ndestination:/app/rooms/lobby\n\nnot json\0",
            CONNECT + REFUSALS + "SUBSCRIBE\nid:0\ndestination:/topic/rooms/other\nafter:abc\\c12\n\n\0"
                    + "SEND\ndestination:/app/rooms/nowhere\n\n{\"text\":\"x\",\"action\":true}\0\n\n\n");

    private static final List<String> OTHERS = List.of(
            "5         alice11        hello world4         /who",
            "3         eve 5       hello0000000002hi5         \\quit",
            "bob> hi\0bob> again\0bob> /last 3\0\\quit",
            "bob> hi\nbob> again\nbob> /who\n",
            "bob: hi\nbob: again\nbob: /who\n",
            "bob: hibob: againbob: /last 3bob: /quit",
            "[bob] hi\0[bob] again\0\0\0[bob] /who\0",
            "bob\0\0\0\0hello\0\0\0again\0\0/who\0",
            "0005alice0005hello0004/who",
            "5  alice5  hello",
            "5" + " ".repeat(63) + "alice5" + " ".repeat(63) + "hello",
            "\0\5alice\0\5hello\0\4/who",
            "\0\0\0\5alice\0\0\0\5hello",
            "\5\0\0\0alice\5\0\0\0hello",
            "b\0o\0b\0\r\0\n\0h\0i\0\r\0\n\0",
            "\u00ff\u00feb\0o\0b\0:\0 \0h\0i\0",
            "cap ls 302\r\nnick ada\r\n",
            "Jimmy",
            "JimmySEND_HANDLEJimmy> helloJimmy> nextJimmy> /whoJimmy> \\quit",
            "JimmySEND_HANDLE" + "Jimmy> word".repeat(30),
            "GET /index.html HTTP/1.1\r\nHost: chat.example\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001",
            "NICK ada\r\nUSER ada 0 * :Ada\r\n",
            "\u00ff\u00fb\u001f\u00ff\u00fa\u001f\u0000P\u0000\u0018\u00ff\u00f0ada\r\nhello\r\n",
            "\\quit",
            "9999999999",
            "ada\nhello\n/who\n/join tea\n/me waves\n/msg witness psst\n/nick adele\n/leave\n/quit\n");

    private static final List<byte[]> SESSIONS =
            STOMP.stream().map(SampleDialogues::raw).toList();

    private static final List<byte[]> ALL = Stream.of(
                    Transcript.all().stream().map(Transcript::sent),
                    OTHERS.stream().map(SampleDialogues::raw),
                    SESSIONS.stream())
            .flatMap(bytes -> bytes)
            .filter(sent -> sent.length > 0)
            .toList();

    private SampleDialogues() {}

    private static byte[] raw(String latin) {
        return latin.getBytes(ISO_8859_1);
    }

    /** Returns the input of every dialect. */
    static List<byte[]> allDialects() {
        return ALL;
    }

    /** Returns the input of STOMP only. */
    static List<byte[]> stomp() {
        return SESSIONS;
    }
}
