package dev.parley.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.session.SanctionEnforcer;
import dev.parley.chat.session.Session;
import dev.parley.files.image.TestImages;
import dev.parley.text.RoomName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks uploads over HTTP, also those that would harm the server. */
class FileUploadTest extends FileRequestsTestBase {

    @Test
    void decompressionBombIsRefusedWithASentence() throws Exception {
        HttpResponse<String> answer = upload("bomb.png", TestImages.bomb(30_000, 30_000));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(code(answer)).isEqualTo("image-too-large");
        assertNothingIsLeft();
    }

    @Test
    void damagedImageIsRefusedWithASentence() throws Exception {
        HttpResponse<String> answer = upload("cut.png", TestImages.latin("\u0089PNG\r\n\u001a\nxx"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(code(answer)).isEqualTo("image-unreadable");
        assertNothingIsLeft();
    }

    @Test
    void uploadOf2GigabytesIsRefusedBeforeItsBody() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(head("Content-Length: 2147483648\r\n"));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 413 ")
                    .contains("file-too-large")
                    .contains("300 kB");
        }
        assertNothingIsLeft();
    }

    @Test
    void endlessUploadIsCutAtTheLimit() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            OutputStream output = socket.getOutputStream();
            output.write(head("Transfer-Encoding: chunked\r\n"));
            byte[] chunk = TestImages.join(TestImages.latin("4000\r\n"), new byte[0x4000], TestImages.latin("\r\n"));
            int sent = 0;
            try {
                while (sent < 100 * MAX_SIZE) {
                    output.write(chunk);
                    sent += 0x4000;
                }
            } catch (IOException expected) {
                assertThat(sent).isPositive(); // the server has closed the connection
            }

            assertThat(sent).isLessThan(30 * MAX_SIZE);
        }
        assertNothingIsLeft();
    }

    @Test
    void chunkedUploadWithinTheLimitIsStored() throws Exception {
        HttpResponse<String> answer = upload(
                "/rooms/lobby/files?name=a.bin",
                bearer,
                HttpRequest.BodyPublishers.ofInputStream(() -> InputStream.nullInputStream()));
        HttpResponse<String> stored = upload(
                "/rooms/lobby/files?name=a.bin",
                bearer,
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[70_000])));

        assertThat(code(answer)).isEqualTo("file-empty");
        assertThat(stored.statusCode()).isEqualTo(201);
        assertThat(get(JSON.readTree(stored.body()).get("path").asString()).body())
                .hasSize(70_000);
    }

    @Test
    void uploadForAPrivateRoomOfOthersIsRefused() throws Exception {
        RoomName vault = new RoomName("vault");
        chat.get(chat.chatServer.roomAccess().create(chat.joinLobby("owner").session(), vault));
        chat.chatServer.roomRegistry().open(vault);

        HttpResponse<String> answer =
                upload("/rooms/vault/files?name=a.bin", bearer, HttpRequest.BodyPublishers.ofByteArray(new byte[10]));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(code(answer)).isEqualTo("room-private");
    }

    @Test
    void clientWithoutATokenCannotFindOutWhichRoomsExist() throws Exception {
        chat.chatServer.roomRegistry().open(new RoomName("vault"));
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofByteArray(new byte[10]);

        HttpResponse<String> ofRoom = upload("/rooms/vault/files?name=a", "Bearer none", body);
        HttpResponse<String> ofNone = upload("/rooms/cellar/files?name=a", "Bearer none", body);

        assertThat(ofRoom.statusCode()).isEqualTo(401);
        assertThat(ofNone.statusCode()).isEqualTo(401);
        assertThat(ofNone.body()).isEqualTo(ofRoom.body());
    }

    @Test
    void abortedUploadLeavesNothing() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(head("Content-Length: 1000\r\n"));
            socket.getOutputStream().write(new byte[500]);
            await().untilAsserted(() -> assertThat(uploadsOnDisk()).hasSize(1));
        }

        assertNothingIsLeft();
    }

    @Test
    void uploadsOfManySlowClientsOccupyNoThread() throws Exception {
        Session[] users = new Session[12];
        Socket[] sockets = new Socket[12];
        try {
            for (int i = 0; i < sockets.length; i++) {
                users[i] = login("slow" + i);
                sockets[i] = new Socket("localhost", port);
                sockets[i]
                        .getOutputStream()
                        .write(new String(head("Content-Length: 1000\r\n"), ISO_8859_1)
                                .replace(bearer, bearerOf(users[i]))
                                .getBytes(ISO_8859_1));
                sockets[i].getOutputStream().write(1);
            }
            await().untilAsserted(() -> assertThat(uploadsOnDisk()).hasSize(sockets.length));

            assertThat(Thread.getAllStackTraces().values().stream()
                            .flatMap(Stream::of)
                            .filter(frame -> frame.getClassName().contains("UploadReader")
                                    || frame.getClassName().contains("FileUploadController")))
                    .isEmpty();
        } finally {
            for (Socket socket : sockets) {
                if (socket != null) {
                    socket.close();
                }
            }
        }
        assertNothingIsLeft();
    }

    @Test
    void fullStoreIsReportedWithASentence() throws Exception {
        HttpResponse<String> ofBob = fill(login("bob"));
        HttpResponse<String> ofCarol = fill(login("carol"));

        assertThat(ofBob.statusCode()).isEqualTo(507);
        assertThat(code(ofBob)).isEqualTo("files-full-for-user");
        assertThat(ofCarol.statusCode()).isEqualTo(507);
        assertThat(code(ofCarol)).isEqualTo("files-full");
        assertNothingIsLeft();
        chat.advanceTime(Duration.ofHours(26)); // the files of direct messages expire
        await().untilAsserted(() ->
                assertThat(upload("a", new byte[MAX_SIZE]).statusCode()).isEqualTo(201));
    }

    /** Uploads files until one is refused, and returns the refusal. */
    private static HttpResponse<String> fill(Session user) throws Exception {
        HttpResponse<String> answer;
        do {
            answer = upload(
                    "/direct/files?name=a", bearerOf(user), HttpRequest.BodyPublishers.ofByteArray(new byte[MAX_SIZE]));
        } while (answer.statusCode() == 201);
        return answer;
    }

    @Test
    void uploadThatStallsIsRefusedWithASentence() throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(head("Content-Length: 1000\r\n"));
            socket.getOutputStream().write(new byte[500]);
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 408 ").contains("\"code\":\"upload-too-slow\"");
        }
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-2\r\n", "zz\r\n", "FFFFFFFFFFFFFFFFF\r\n", "2\r\nhiX0\r\n\r\n"})
    void uploadInMalformedChunksIsRefusedWithASentence(String chunks) throws Exception {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write(head("Transfer-Encoding: chunked\r\n"));
            socket.getOutputStream().write(chunks.getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"code\":\"malformed\"");
        }
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer x", "Basic YTpi"})
    void uploadNeedsAToken(String authorization) throws Exception {
        HttpResponse<String> answer = upload(
                "/rooms/lobby/files?name=a", authorization, HttpRequest.BodyPublishers.ofByteArray(new byte[10]));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo("not-let-in");
    }

    @Test
    void unknownRoomIsRefused() throws Exception {
        for (String room : List.of("nowhere", "NO%20ROOM")) {
            HttpResponse<String> answer = upload(
                    "/rooms/" + room + "/files?name=a", bearer, HttpRequest.BodyPublishers.ofByteArray(new byte[10]));

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(code(answer)).isEqualTo("no-such-room");
        }
    }

    @Test
    void mutedUserUploadsNothing() throws Exception {
        Session eve = login("eve");
        SanctionEnforcer enforcer = chat.chatServer.sanctionEnforcer();
        chat.get(enforcer.impose(Sanction.Kind.MUTE, eve.user().nickname(), Duration.ofMinutes(5)));

        HttpResponse<String> answer = upload(
                "/rooms/lobby/files?name=a", bearerOf(eve), HttpRequest.BodyPublishers.ofByteArray(new byte[10]));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(code(answer)).isEqualTo("muted");
    }

    @Test
    void bannedAddressUploadsAndDownloadsNothing() throws Exception {
        String path = path("a.txt", new byte[10]);
        SanctionEnforcer enforcer = chat.chatServer.sanctionEnforcer();
        chat.get(enforcer.ban("127.0.0.1", Duration.ofMinutes(5)));
        try {
            assertThat(get(path).statusCode()).isEqualTo(403);
            assertThat(code(upload("a", new byte[10]))).isEqualTo("banned");
        } finally {
            chat.get(enforcer.lift(Sanction.Kind.BAN, null, "127.0.0.1"));
        }
        assertThat(get(path).statusCode()).isEqualTo(200);
    }
}
