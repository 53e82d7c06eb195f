package dev.parley.bench.report;

import java.util.List;
import java.util.Locale;

/** An SVG bar chart of the CPU time per delivery in W1 and W2. Its colors adapt to a light or dark background. */
public final class BarChart {

    private static final int WIDTH = 720;
    private static final int LABEL_WIDTH = 120;
    private static final int VALUE_WIDTH = 170;
    private static final int BAR_HEIGHT = 18;
    private static final int ROW_HEIGHT = 28;
    private static final int HEADING_HEIGHT = 34;
    private static final int MARGIN = 12;

    private final StringBuilder svg = new StringBuilder();
    private int y = MARGIN;

    private BarChart() {}

    /** Returns the chart as SVG, or an empty string if the report has neither W1 nor W2. */
    public static String of(Report report) {
        return new BarChart().draw(report);
    }

    private String draw(Report report) {
        panel("W1: many readers", Medians.of(report.measurements("W1")));
        panel("W2: many messages", Medians.of(report.measurements("W2")));
        if (y == MARGIN) {
            return "";
        }
        return String.format(Locale.ROOT, """
                        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" \
                        aria-label="CPU time of the server per delivery">
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
        y += HEADING_HEIGHT - ROW_HEIGHT + BAR_HEIGHT;
        text(0, "heading", title + " (µs of server CPU time per delivery, median)");
        y += MARGIN;
        double max = servers.stream()
                .mapToDouble(Medians::serverCpuMicrosPerDelivery)
                .max()
                .orElse(1);
        for (Medians server : servers) {
            bar(server, max);
        }
        y += MARGIN;
    }

    private void bar(Medians server, double max) {
        double micros = server.serverCpuMicrosPerDelivery();
        double length = micros / max * (WIDTH - LABEL_WIDTH - VALUE_WIDTH);
        boolean own = server.server().startsWith("parley");
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>%n",
                own ? "own" : "bar",
                LABEL_WIDTH,
                y,
                Math.max(1, length),
                BAR_HEIGHT));
        y += BAR_HEIGHT - 4;
        text(0, "name", server.server());
        String ratio = Double.isNaN(server.floorRatio())
                ? ""
                : String.format(Locale.ROOT, " · %.2f × floor", server.floorRatio());
        text(LABEL_WIDTH + length + 8, "soft", String.format(Locale.ROOT, "%.2f%s", micros, ratio));
        y += ROW_HEIGHT - BAR_HEIGHT + 4;
    }

    private void text(double x, String style, String content) {
        svg.append(
                String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>%n", style, x, y, content));
    }
}
