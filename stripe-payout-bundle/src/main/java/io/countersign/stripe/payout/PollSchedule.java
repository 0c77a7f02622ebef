package io.countersign.stripe.payout;

import io.countersign.api.operation.Connection;
import io.countersign.api.operation.ConnectionMode;
import io.countersign.api.operation.OperationException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When to look at payouts again: after 1 min, 5 min, 1 h, then daily; how long to wait for {@code paid}; and how long a
 * paid payout is still watched, because a bank can send it back. Test connections may shorten this by the properties
 * {@code pollSeconds} (such as {@code 2,5,60}; the last one repeats) and {@code watchSeconds}.
 */
final class PollSchedule {
    static final String POLL_SECONDS = "pollSeconds";
    static final String WATCH_SECONDS = "watchSeconds";

    /** Payouts that are not paid by then need a person. */
    static final Duration WAIT_MAX = Duration.ofDays(10);

    private static final int WATCH_BUSINESS_DAYS = 5;
    private static final List<Duration> DELAYS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofDays(1));

    private final List<Duration> delays;
    private final @Nullable Duration watch;

    private PollSchedule(List<Duration> delays, @Nullable Duration watch) {
        this.delays = delays;
        this.watch = watch;
    }

    /**
     * The schedule of a connection.
     *
     * @throws OperationException {@code stripe_property_refused} when a property cannot be read or the connection is live
     */
    static PollSchedule of(Connection connection) {
        Optional<String> poll = property(connection, POLL_SECONDS, "[1-9]\\d{0,5}(,[1-9]\\d{0,5}){0,9}", "2,5,60");
        Optional<String> watch = property(connection, WATCH_SECONDS, "\\d{1,6}", "0");
        return new PollSchedule(
                poll.map(text -> Arrays.stream(text.split(",", -1))
                                .map(Long::parseLong)
                                .map(Duration::ofSeconds)
                                .toList())
                        .orElse(DELAYS),
                watch.map(Long::parseLong).map(Duration::ofSeconds).orElse(null));
    }

    /** How long to wait after this check, which counts from 1. */
    Duration delayAfter(int check) {
        return delays.get(Math.min(Math.max(check, 1), delays.size()) - 1);
    }

    /** Until when a payout that was first seen paid at that time is watched. */
    Instant watchedUntil(Instant paidSeenAt) {
        if (watch != null) {
            return paidSeenAt.plus(watch);
        }
        return BusinessDays.after(paidSeenAt.atOffset(ZoneOffset.UTC).toLocalDate(), WATCH_BUSINESS_DAYS)
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private static Optional<String> property(Connection connection, String name, String pattern, String example) {
        Optional<String> value = connection.property(name).map(text -> text.replace(" ", ""));
        if (value.isEmpty()) {
            return value;
        }
        if (connection.mode() == ConnectionMode.LIVE) {
            throw new OperationException(
                    "stripe_property_refused",
                    "connection '" + connection.name() + "' is live, and '" + name
                            + "' is for test connections only; remove it");
        }
        if (!value.get().matches(pattern)) {
            throw new OperationException(
                    "stripe_property_refused",
                    "'" + name + "' of connection '" + connection.name() + "' is '" + value.get() + "'; write seconds"
                            + " such as " + example);
        }
        return value;
    }
}
