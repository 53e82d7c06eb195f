package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistogramTest {

    @Test
    void aBoundCountsAmongWhatItBoundsAndWhatIsAboveAllHasAPlaceOfItsOwn() {
        Histogram histogram = Histogram.upTo(1, 10);
        histogram.add(1);
        histogram.add(2);
        histogram.add(10);
        histogram.add(11);

        assertThat(histogram.bounds()).containsExactly(1L, 10L);
        assertThat(histogram.counts()).containsExactly(1L, 2L, 1L);
        assertThat(histogram.sum()).isEqualTo(24);
    }

    @Test
    void manyAtOnceAreTheSameAsOneAfterTheOtherAndNoMoreThanWereMeant() {
        Histogram histogram = Histogram.upTo(1, 10);
        histogram.add(new long[] {1, 2, 10, 11, 500}, 4);

        assertThat(histogram.counts()).containsExactly(1L, 2L, 1L);
        assertThat(histogram.sum()).isEqualTo(24);
    }

    @Test
    void timesReachFromATenthOfAMillisecondToFiveSeconds() {
        assertThat(Histogram.ofTimes().bounds()).isSorted().startsWith(100_000L).endsWith(5_000_000_000L);
    }
}
