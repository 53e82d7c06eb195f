package dev.parley.files;

import dev.parley.files.image.ImageSize;
import dev.parley.files.image.ImageType;
import dev.parley.text.RoomName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that can be downloaded.
 *
 * @param room the room whose message it belongs to; null for a direct message
 * @param name the name
 * @param type the type of an image; null for any other file
 * @param imageSize the size of an image; null for any other file
 * @param thumbnail the type of the thumbnail; null if there is none
 * @param bytes the size in bytes, without the thumbnail
 * @param uploaded the time of the upload
 * @param message the sequence number of the message that it belongs to; 0 until that is known
 * @param owner the id of the user who has sent it; empty if it is not known
 */
public record StoredFile(
        FileToken token,
        @Nullable RoomName room,
        FileName name,
        @Nullable ImageType type,
        @Nullable ImageSize imageSize,
        @Nullable ImageType thumbnail,
        long bytes,
        Instant uploaded,
        long message,
        String owner) {

    /** Returns this file as one that belongs to a message. */
    StoredFile belongingTo(long seq) {
        return new StoredFile(token, room, name, type, imageSize, thumbnail, bytes, uploaded, seq, owner);
    }

    /** Returns the path below the address of the page, without a slash at its beginning. */
    public String path() {
        return "files/" + token.text() + "/" + name.inUrl();
    }
}
