package dev.parley.bench.load;

import java.util.concurrent.TimeUnit;

/**
 * How fast is spoken, and for how long.
 *
 * @param perSecond messages a second, by all together
 * @param lead seconds before the measured time begins
 * @param seconds the measured time
 */
public record Pace(double perSecond, double lead, double seconds) {

    int messages() {
        return (int) Math.max(1, Math.round(perSecond * (lead + seconds)));
    }

    int leading() {
        return (int) Math.round(perSecond * lead);
    }

    double nanosBetween() {
        return TimeUnit.SECONDS.toNanos(1) / perSecond;
    }
}
