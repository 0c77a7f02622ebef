package io.countersign.reconciliation.match;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.Test;

public final class SubsetSearchTest {
    private static final long STEPS = 1_000_000;

    @Test
    public void findsTheOnlySetOfAnySizeAmongFewNumbers() {
        long[] numbers = LongStream.range(0, 24).map(i -> 1L << i).toArray();
        SubsetSearch search = new SubsetSearch(numbers, (1 << 3) + (1 << 11) + (1 << 12) + (1 << 23), STEPS);

        assertEquals(SubsetSearch.Outcome.ONE, search.run());
        assertArrayEquals(new int[] {3, 11, 12, 23}, search.solution());
    }

    @Test
    public void findsTwosAndThreesAmongMoreNumbers() {
        long[] numbers =
                LongStream.range(0, 200).map(i -> 1_000_000 + i * i * i).toArray();
        SubsetSearch three = new SubsetSearch(numbers, numbers[5] + numbers[100] + numbers[199], STEPS);
        SubsetSearch two = new SubsetSearch(numbers, numbers[7] + numbers[8], STEPS);

        assertEquals(SubsetSearch.Outcome.ONE, three.run());
        assertArrayEquals(new int[] {5, 100, 199}, three.solution());
        assertEquals(SubsetSearch.Outcome.ONE, two.run());
        assertArrayEquals(new int[] {7, 8}, two.solution());
    }

    @Test
    public void neverChoosesBetweenTwoSolutions() {
        long[] few = {10, 20, 30, 40, 100};
        long[] many = new long[60];
        Arrays.fill(many, 7);

        assertEquals(SubsetSearch.Outcome.SEVERAL, new SubsetSearch(few, 50, STEPS).run());
        assertEquals(SubsetSearch.Outcome.SEVERAL, new SubsetSearch(many, 14, STEPS).run());
    }

    @Test
    public void takesNoSetOfOneAndKnowsWhenThereIsNone() {
        assertEquals(SubsetSearch.Outcome.NONE, new SubsetSearch(new long[] {50, 1, 2}, 50, STEPS).run());
        assertEquals(SubsetSearch.Outcome.NONE, new SubsetSearch(new long[] {-5, 6}, 2, STEPS).run());
    }

    @Test
    public void givesUpByCountingNeverByTheClock() {
        assertEquals(SubsetSearch.Outcome.TOO_MANY, new SubsetSearch(new long[201], 5, STEPS).run());
        assertEquals(
                SubsetSearch.Outcome.TOO_MANY,
                new SubsetSearch(LongStream.range(0, 24).map(i -> 2 * i + 2).toArray(), 3, 100).run());
    }

    @Test
    public void agreesWithTryingEverySet() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            long[] numbers = random.longs(2 + random.nextInt(9), -20, 60).toArray();
            long target = random.nextInt(120);
            int sets = 0;
            for (int set = 0; set < 1 << numbers.length; set++) {
                sets += Integer.bitCount(set) > 1 && sum(numbers, set) == target ? 1 : 0;
            }
            SubsetSearch.Outcome expected = sets == 0
                    ? SubsetSearch.Outcome.NONE
                    : sets == 1 ? SubsetSearch.Outcome.ONE : SubsetSearch.Outcome.SEVERAL;
            assertEquals(
                    Arrays.toString(numbers) + " to " + target,
                    expected,
                    new SubsetSearch(numbers, target, STEPS).run());
        }
    }

    private static long sum(long[] numbers, int set) {
        long sum = 0;
        for (int i = 0; i < numbers.length; i++) {
            sum += (set >> i & 1) == 1 ? numbers[i] : 0;
        }
        return sum;
    }
}
