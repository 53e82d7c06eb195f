package dev.parley.archive;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/** The formats of an exported room. */
public enum ExportFormat {
    /** A JSON object per line, see {@link RoomArchiveFormat}. The only format that can be imported. */
    JSONL("jsonl", "application/x-ndjson", RoomArchiveFormat.BEGINNING),

    /** A line per message, with its date and the offset from UTC. */
    TEXT("txt", "text/plain", TextExport.BEGINNING),

    /** One page without requests to other files or servers. */
    HTML("html", "text/html", HtmlExport.BEGINNING);

    private final String extension;
    private final String contentType;
    private final String beginning;

    ExportFormat(String extension, String contentType, String beginning) {
        this.extension = extension;
        this.contentType = contentType;
        this.beginning = beginning;
    }

    /** Returns the extension of file names, without a dot. */
    public String extension() {
        return extension;
    }

    /** Returns the media type, without the character set, which is UTF-8. */
    public String contentType() {
        return contentType;
    }

    /** Returns the first characters of each file in this format. */
    public String beginning() {
        return beginning;
    }

    /** Returns the format for the extension of a file name; JSON Lines for all others. */
    public static ExportFormat ofFile(String fileName) {
        return of(fileName.substring(fileName.lastIndexOf('.') + 1)).orElse(JSONL);
    }

    /** Returns the format with an extension, or with the name {@code text}. */
    public static Optional<ExportFormat> of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "jsonl" -> Optional.of(JSONL);
            case "txt", "text" -> Optional.of(TEXT);
            case "html", "htm" -> Optional.of(HTML);
            default -> Optional.empty();
        };
    }

    /** Creates the writer of one export, with times of a zone. JSON Lines have times in UTC. */
    ExportWriter writer(ZoneId zone) {
        return switch (this) {
            case JSONL -> new JsonLinesExport();
            case TEXT -> new TextExport(zone);
            case HTML -> new HtmlExport(zone);
        };
    }
}
