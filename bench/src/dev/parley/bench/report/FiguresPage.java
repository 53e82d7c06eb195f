package dev.parley.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page of the documentation that shows the figures, between two markers, and their chart. */
public final class FiguresPage {

    private static final String BEGIN = "<!-- figures: begin -->";
    private static final String END = "<!-- figures: end -->";

    private final Path page;
    private final Path chart;

    /**
     * @param docs the folder of the documentation
     */
    public FiguresPage(Path docs) {
        this.page = docs.resolve("performance.md");
        this.chart = docs.resolve("images/performance.svg");
    }

    /**
     * Replaces the figures between the markers, and the chart if the report has one.
     *
     * @throws IOException if the page does not exist or does not contain the markers
     */
    public void write(Report report) throws IOException {
        String content = Files.readString(page, UTF_8);
        int begin = content.indexOf(BEGIN);
        int end = content.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(page + " does not contain the markers " + BEGIN + " and " + END + ".");
        }
        String svg = BarChart.of(report);
        if (!svg.isEmpty()) {
            Files.createDirectories(chart.getParent());
            Files.writeString(chart, svg, UTF_8);
        }
        String image =
                svg.isEmpty() ? "" : "![CPU time of the server per delivery](images/" + chart.getFileName() + ")\n\n";
        Files.writeString(
                page,
                content.substring(0, begin + BEGIN.length())
                        + "\n"
                        + image
                        + MarkdownTables.of(report)
                        + content.substring(end),
                UTF_8);
    }
}
