package dev.parley.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page of the documentation that holds the figures, between two marks. */
public final class Page {

    private static final String BEGIN = "<!-- figures: begin -->";
    private static final String END = "<!-- figures: end -->";

    private final Path file;
    private final Path drawing;

    /** In this folder of the documentation. */
    public Page(Path docs) {
        this.file = docs.resolve("performance.md");
        this.drawing = docs.resolve("images/performance.svg");
    }

    /**
     * Puts these figures in the place of the former ones.
     *
     * @throws IOException if the page is not there or has lost its marks
     */
    public void write(Report report) throws IOException {
        String page = Files.readString(file, UTF_8);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(file + " has lost its marks, " + BEGIN + " and " + END + ".");
        }
        String svg = Drawing.of(report);
        if (!svg.isEmpty()) {
            Files.createDirectories(drawing.getParent());
            Files.writeString(drawing, svg, UTF_8);
        }
        String picture =
                svg.isEmpty() ? "" : "![CPU of the server for each delivery](images/" + drawing.getFileName() + ")\n\n";
        Files.writeString(
                file,
                page.substring(0, begin + BEGIN.length()) + "\n" + picture + Tables.of(report) + page.substring(end),
                UTF_8);
    }
}
