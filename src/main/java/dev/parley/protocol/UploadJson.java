package dev.parley.protocol;

/** Encodes the response to an upload as JSON in UTF-8. */
public final class UploadJson {

    private record StoredJson(String text, String path) {}

    private UploadJson() {}

    /**
     * Encodes a stored file: {@code {text, path}}.
     *
     * @param text the text of the message that carries the file
     * @param path the path of the file below the address of the page
     */
    public static byte[] of(String text, String path) {
        return Json.encode(new StoredJson(text, path));
    }
}
