package dev.parley.archive;

import dev.parley.chat.room.Message;
import dev.parley.text.RoomName;
import java.time.Instant;

/** Writes one export in a format: the beginning, each message in order, and the end. Not thread-safe. */
interface ExportWriter {

    /** Returns the beginning of the file. */
    String begin(RoomName room, String topic, Instant now);

    /** Returns the text of the next message. */
    String message(Message message);

    /** Returns the end of the file. */
    String end();
}
