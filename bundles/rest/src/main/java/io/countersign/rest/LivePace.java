package io.countersign.rest;

import java.time.Duration;

/**
 * How often the feed looks.
 *
 * @param busyPause between two looks at the database shortly after a change
 * @param quietPause between two looks when nothing changes
 * @param sessionAskedEach how long a stream believes that its session has not ended
 */
record LivePace(Duration busyPause, Duration quietPause, Duration sessionAskedEach) {
    static final LivePace STANDARD =
            new LivePace(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(3));
}
