package dev.parley.archive;

import dev.parley.chat.room.ChangeMark;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.ReactionCount;
import dev.parley.chat.room.ReplyTo;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a room as one HTML page with its style and its script, which loads nothing and sends nothing: the content security
 * policy allows these 2 by their hashes, and nothing else. Each text of a user is escaped. The index of days follows the
 * messages, because it is complete only then; the style shows it beside them.
 */
final class HtmlExport implements ExportWriter {

    static final String BEGINNING = "<!doctype html>\n<!-- Parley room -->\n";

    /** The most days in the index. Messages of further days follow without an entry. */
    private static final int MOST_DAYS = 20_000;

    private static final HtmlAsset STYLE = HtmlAsset.of("export.css");
    private static final HtmlAsset SCRIPT = HtmlAsset.of("export.js");

    private static final String POLICY = "default-src 'none'; style-src '" + STYLE.hash() + "'; script-src '"
            + SCRIPT.hash() + "'; base-uri 'none'; form-action 'none'";

    private final ZoneId zone;
    private final DateTimeFormatter day = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
    private final DateTimeFormatter time;
    private final DateTimeFormatter fullTime;
    private final List<Day> days = new ArrayList<>();
    private @Nullable LocalDate current;

    HtmlExport(ZoneId zone) {
        this.zone = zone;
        this.time = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(zone);
        this.fullTime = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT)
                .withZone(zone);
    }

    /**
     * A day of the index.
     *
     * @param first the sequence number of its first message
     */
    private record Day(LocalDate date, long first) {}

    @Override
    public String begin(RoomName room, String topic, Instant now) {
        String name = Html.escape(room.text());
        return BEGINNING + "<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n"
                + "<meta name=\"referrer\" content=\"no-referrer\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + "<title>" + name + " – Parley</title>\n"
                + "<style>" + STYLE.text() + "</style>\n</head>\n<body>\n<header>\n<h1>" + name + "</h1>\n"
                + (topic.isBlank() ? "" : "<p dir=\"auto\">" + Html.escape(topic) + "</p>\n")
                + "<p class=\"about\">Exported " + fullTime.format(now) + ". Times are in "
                + Html.escape(zone.getId()) + ". <a href=\"#days\">Days</a></p>\n"
                + "<search hidden><label for=\"find\">Find</label> <input id=\"find\" type=\"search\" autocomplete=\"off\">"
                + " <output for=\"find\"></output></search>\n"
                + "</header>\n<main>\n";
    }

    @Override
    public String message(Message message) {
        StringBuilder html = new StringBuilder();
        LocalDate date = LocalDate.ofInstant(message.at(), zone);
        long seq = message.position().seq();
        if (!date.equals(current)) {
            html.append(current == null ? "" : "</section>\n")
                    .append("<section id=\"d")
                    .append(seq)
                    .append("\">\n<h2>")
                    .append(day.format(date))
                    .append("</h2>\n");
            current = date;
            if (days.size() < MOST_DAYS) {
                days.add(new Day(date, seq));
            }
        }
        html.append("<article id=\"m").append(seq).append("\">\n<h3><bdi>");
        html.append(Html.escape(message.name()))
                .append("</bdi> <a href=\"#m")
                .append(seq)
                .append("\">");
        html.append(time(message.at())).append("</a>");
        ChangeMark edited = message.state().edited();
        if (edited != null) {
            html.append(" <small>").append(mark("edited", edited)).append("</small>");
        }
        html.append("</h3>\n").append(reply(message.state().replyTo())).append(text(message));
        if (!message.state().reactions().isEmpty()) {
            html.append("<ul>");
            message.state().reactions().forEach(reaction -> html.append(reaction(reaction)));
            html.append("</ul>\n");
        }
        return html.append("</article>\n").toString();
    }

    private String time(Instant at) {
        return "<time datetime=\"" + at + "\" title=\"" + fullTime.format(at) + "\">" + time.format(at) + "</time>";
    }

    private String mark(String what, ChangeMark mark) {
        return what + " by <bdi>" + Html.escape(mark.by()) + "</bdi>, " + fullTime.format(mark.at());
    }

    private String text(Message message) {
        ChangeMark deleted = message.state().deleted();
        if (deleted != null) {
            return "<p class=\"deleted\">" + mark("deleted", deleted) + "</p>\n";
        }
        String text = Html.escape(message.text());
        return message.action()
                ? "<p class=\"action\" dir=\"auto\"><bdi>" + Html.escape(message.name()) + "</bdi> " + text + "</p>\n"
                : "<p dir=\"auto\">" + text + "</p>\n";
    }

    private static String reply(@Nullable ReplyTo replyTo) {
        if (replyTo == null) {
            return "";
        }
        String text = replyTo.text();
        if (replyTo.name() == null || text == null) {
            return "<blockquote>a message that is no longer kept</blockquote>\n";
        }
        return "<blockquote dir=\"auto\"><a href=\"#m" + replyTo.seq() + "\"><bdi>" + Html.escape(replyTo.name())
                + "</bdi>: " + (text.isBlank() ? "(deleted)" : Html.escape(text)) + "</a></blockquote>\n";
    }

    private static String reaction(ReactionCount reaction) {
        List<String> names = reaction.names();
        int others = reaction.count() - names.size();
        return "<li title=\"" + Html.escape(String.join(", ", names)) + (others > 0 ? " and " + others + " more" : "")
                + "\">" + Html.escape(reaction.emoji()) + " " + reaction.count() + "</li>";
    }

    @Override
    public String end() {
        StringBuilder html = new StringBuilder(current == null ? "<p>No messages.</p>\n" : "</section>\n");
        html.append("</main>\n<nav id=\"days\" aria-label=\"Days\">\n<ol>\n");
        for (Day entry : days) {
            html.append("<li><a href=\"#d")
                    .append(entry.first())
                    .append("\">")
                    .append(entry.date())
                    .append("</a></li>\n");
        }
        return html.append("</ol>\n</nav>\n<script>")
                .append(SCRIPT.text())
                .append("</script>\n</body>\n</html>\n")
                .toString();
    }
}
