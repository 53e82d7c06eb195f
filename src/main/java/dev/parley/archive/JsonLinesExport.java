package dev.parley.archive;

import dev.parley.chat.room.Message;
import dev.parley.text.RoomName;
import java.time.Instant;

/** Writes the format that can be imported. */
final class JsonLinesExport implements ExportWriter {

    @Override
    public String begin(RoomName room, String topic, Instant now) {
        return RoomArchiveFormat.header(room, topic, now) + "\n";
    }

    @Override
    public String message(Message message) {
        return RoomArchiveFormat.line(message) + "\n";
    }

    @Override
    public String end() {
        return "";
    }
}
