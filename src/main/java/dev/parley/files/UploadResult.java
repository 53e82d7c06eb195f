package dev.parley.files;

import dev.parley.chat.room.Refusal;

/** The result of an upload, or of the attempt to begin one. */
public sealed interface UploadResult {

    /** The file is stored. */
    record Done(StoredFile file) implements UploadResult {}

    /** The upload may begin. */
    record Begun(Upload upload) implements UploadResult {}

    /** Nothing is stored, for this reason. */
    record Refused(Refusal refusal) implements UploadResult {}
}
