package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.operation.ConnectionMode;
import io.countersign.api.operation.OperationException;
import io.countersign.api.testkit.FakeConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.Test;

public class PollScheduleTest {

    @Test
    public void looksSoonAndThenDaily() {
        PollSchedule schedule = PollSchedule.of(connection().build());
        assertEquals(Duration.ofMinutes(1), schedule.delayAfter(1));
        assertEquals(Duration.ofMinutes(5), schedule.delayAfter(2));
        assertEquals(Duration.ofHours(1), schedule.delayAfter(3));
        assertEquals(Duration.ofDays(1), schedule.delayAfter(4));
        assertEquals(Duration.ofDays(1), schedule.delayAfter(40));
    }

    @Test
    public void watchesFiveBusinessDaysBeyondPaid() {
        PollSchedule schedule = PollSchedule.of(connection().build());
        // Seen paid on a Friday: Monday to Friday of the next week are watched to their end.
        assertEquals(
                Instant.parse("2026-11-28T00:00:00Z"), schedule.watchedUntil(Instant.parse("2026-11-20T15:00:00Z")));
        assertEquals(LocalDate.of(2026, 11, 23), BusinessDays.after(LocalDate.of(2026, 11, 21), 1));
        assertEquals(LocalDate.of(2026, 11, 22), BusinessDays.after(LocalDate.of(2026, 11, 22), 0));
    }

    @Test
    public void testConnectionsMayShortenIt() {
        PollSchedule schedule = PollSchedule.of(connection()
                .property(PollSchedule.POLL_SECONDS, "2, 5,60")
                .property(PollSchedule.WATCH_SECONDS, "0")
                .build());
        assertEquals(Duration.ofSeconds(2), schedule.delayAfter(1));
        assertEquals(Duration.ofSeconds(60), schedule.delayAfter(3));
        assertEquals(Duration.ofSeconds(60), schedule.delayAfter(9));
        Instant now = Instant.parse("2026-11-20T15:00:00Z");
        assertEquals(now, schedule.watchedUntil(now));
    }

    @Test
    public void liveConnectionsMayNot() {
        for (String property : new String[] {PollSchedule.POLL_SECONDS, PollSchedule.WATCH_SECONDS}) {
            OperationException refused = assertThrows(
                    OperationException.class,
                    () -> PollSchedule.of(connection()
                            .mode(ConnectionMode.LIVE)
                            .property(property, "5")
                            .build()));
            assertTrue(Said.by(refused), Said.by(refused).contains("'stripe-main'"));
        }
    }

    @Test
    public void refusesWhatIsNotSeconds() {
        for (String wrong : new String[] {"0", "", "1,,2", "soon", "-5"}) {
            assertThrows(
                    OperationException.class,
                    () -> PollSchedule.of(connection()
                            .property(PollSchedule.POLL_SECONDS, wrong)
                            .build()));
        }
    }

    private static FakeConnection.Builder connection() {
        return FakeConnection.builder("stripe-main", "stripe").secret("key", "rk_test_1");
    }
}
