package dev.parley.bench.report;

import java.util.List;
import java.util.Locale;

/**
 * W1 and W2 as bars in SVG: what a delivery costs each server, the shorter the better. Takes its colours from whoever
 * shows it, light or dark.
 */
public final class Drawing {

    private static final int WIDTH = 720;
    private static final int LABELS = 120;
    private static final int FIGURES = 170;
    private static final int BAR = 18;
    private static final int ROW = 28;
    private static final int HEADING = 34;
    private static final int MARGIN = 12;

    private final StringBuilder svg = new StringBuilder();
    private int y = MARGIN;

    private Drawing() {}

    /** The drawing; empty if neither was measured. */
    public static String of(Report report) {
        return new Drawing().draw(report);
    }

    private String draw(Report report) {
        panel("W1: many readers", Medians.of(report.turns("W1")));
        panel("W2: many messages", Medians.of(report.turns("W2")));
        if (y == MARGIN) {
            return "";
        }
        return String.format(Locale.ROOT, """
                        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" \
                        aria-label="CPU of the server for each delivery">
                        <style>
                        svg { --ink: #1f2933; --soft: #667784; --bar: #9aa9b5; --own: #0b7a75; }
                        @media (prefers-color-scheme: dark) {
                        svg { --ink: #e8edf1; --soft: #9fb0bc; --bar: #55677a; --own: #3fc1b8; }
                        }
                        text { font: 13px system-ui, sans-serif; fill: var(--ink); }
                        .heading { font-weight: 600; }
                        .soft { fill: var(--soft); }
                        .bar { fill: var(--bar); }
                        .own { fill: var(--own); }
                        </style>
                        """, WIDTH, y + MARGIN) + svg + "</svg>\n";
    }

    private void panel(String title, List<Medians> servers) {
        if (servers.isEmpty()) {
            return;
        }
        y += HEADING - ROW + BAR;
        text(0, "heading", title + " (µs of server CPU a delivery, median)");
        y += MARGIN;
        double most = servers.stream().mapToDouble(Medians::micros).max().orElse(1);
        for (Medians server : servers) {
            bar(server, most);
        }
        y += MARGIN;
    }

    private void bar(Medians server, double most) {
        double length = server.micros() / most * (WIDTH - LABELS - FIGURES);
        boolean own = server.server().startsWith("parley");
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>%n",
                own ? "own" : "bar",
                LABELS,
                y,
                Math.max(1, length),
                BAR));
        y += BAR - 4;
        text(0, "name", server.server());
        String ratio =
                Double.isNaN(server.ratio()) ? "" : String.format(Locale.ROOT, " · %.2f × floor", server.ratio());
        text(LABELS + length + 8, "soft", String.format(Locale.ROOT, "%.2f%s", server.micros(), ratio));
        y += ROW - BAR + 4;
    }

    private void text(double x, String style, String words) {
        svg.append(
                String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>%n", style, x, y, words));
    }
}
