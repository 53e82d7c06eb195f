package dev.parley.bench;

import dev.parley.bench.load.ClientLayout;
import dev.parley.bench.load.ClientPool;
import dev.parley.bench.load.LoadFailedException;
import dev.parley.bench.load.LoadGenerator;
import dev.parley.bench.load.LoadProfile;
import dev.parley.bench.load.LoadResult;
import dev.parley.bench.report.FlushResult;
import dev.parley.bench.report.PublishResult;
import dev.parley.bench.server.Server;
import dev.parley.bench.server.ServerLauncher;
import dev.parley.bench.server.TracedServer;
import java.util.Locale;

/** W5: fifty who post, each message acknowledged when it is on disk. Of the servers compared only Parley does that. */
final class Posting {

    private static final int SENDERS = 50;

    /** So many messages of each wait for their receipts, where as many as possible are posted. */
    private static final int WINDOW = 32;

    private static final double LEAD = 2;
    private static final int MOST_PER_SECOND = 100_000;

    private final Stage stage;

    Posting(Stage stage) {
        this.stage = stage;
    }

    void measure() {
        if (!stage.wanted().contains(ServerLauncher.PARLEY) || stage.isOver()) {
            return;
        }
        Server server = stage.warm(ServerLauncher.PARLEY);
        double real = stage.scale().rate(1_000);
        open(server, 1, real);
        open(server, SENDERS, real);
        closed(server, 1);
        closed(server, SENDERS);
        countFlushes();
    }

    private static ClientLayout senders(int rooms) {
        return new ClientLayout(SENDERS, rooms, SENDERS, 0);
    }

    private void open(Server server, int rooms, double perSecond) {
        talk(
                server,
                String.format(Locale.ROOT, "%.0f/s, %s", perSecond, where(rooms)),
                rooms,
                talk -> talk.openLoop(
                        new LoadProfile(perSecond, LEAD, stage.scale().seconds()), true));
    }

    private void closed(Server server, int rooms) {
        int most = (int) (MOST_PER_SECOND
                * (LEAD + stage.scale().seconds())
                * Math.min(1, stage.scale().factor()));
        talk(
                server,
                "as many as possible, " + where(rooms),
                rooms,
                talk -> talk.closedLoop(WINDOW, LEAD, stage.scale().seconds(), Math.max(10_000, most)));
    }

    private static String where(int rooms) {
        return rooms == 1 ? "all in one room" : "each in a room of its own";
    }

    private interface Measured {
        LoadResult by(LoadGenerator talk);
    }

    private void talk(Server server, String what, int rooms, Measured measured) {
        // One loop, on which receipts come and messages go.
        try (ClientPool crowd = new ClientPool(senders(rooms), server.target(), 1)) {
            crowd.connect();
            crowd.verifyDelivery();
            LoadResult outcome = measured.by(new LoadGenerator(crowd, stage.meter(server)));
            double perSecond = outcome.receipts() / outcome.seconds();
            stage.journal()
                    .say(
                            "W5       %-50s %8.0f receipts/s  p50 %6.2f  p99 %6.2f  max %6.1f ms  %6.1f µs CPU a post%s",
                            what,
                            perSecond,
                            outcome.receiptLatency().p50(),
                            outcome.receiptLatency().p99(),
                            outcome.receiptLatency().max(),
                            (double) outcome.serverCpuMicros() / Math.max(1, outcome.receipts()),
                            Telling.remarks(outcome));
            stage.journal().add(new PublishResult(what, SENDERS, rooms, perSecond, outcome));
        } catch (LoadFailedException e) {
            stage.journal().say("W5       %s: %s", what, e.reason());
        }
    }

    private void countFlushes() {
        if (!TracedServer.isAvailable()) {
            stage.journal().say("W5       flushes are not counted: strace is missing, or may not trace here.");
            return;
        }
        try (TracedServer traced = stage.servers().startTraced()) {
            stage.warmed(traced.server());
            for (double real : new double[] {20, 200, 1_000, 4_000}) {
                countFlushes(traced, stage.scale().rate(real));
            }
        }
    }

    private void countFlushes(TracedServer traced, double perSecond) {
        Server server = traced.server();
        try (ClientPool crowd = new ClientPool(senders(1), server.target(), 1)) {
            crowd.connect();
            crowd.verifyDelivery();
            long before = traced.flushes();
            LoadResult outcome = new LoadGenerator(crowd, stage.meter(server))
                    .openLoop(
                            new LoadProfile(
                                    perSecond, 0, Math.min(5, stage.scale().seconds())),
                            true);
            FlushResult flushed = new FlushResult(perSecond, outcome.messages(), traced.flushes() - before);
            stage.journal()
                    .say(
                            "W5       %.0f/s under strace: %d messages in %d flushes, %.1f in each%s",
                            perSecond,
                            flushed.messages(),
                            flushed.flushes(),
                            flushed.messagesPerFlush(),
                            Telling.remarks(outcome));
            stage.journal().add(flushed);
        } catch (LoadFailedException e) {
            stage.journal().say("W5       %.0f/s under strace: %s", perSecond, e.reason());
        }
    }
}
