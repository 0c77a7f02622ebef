package io.countersign.rest;

import java.time.Duration;
import java.time.Instant;

/** Keeps a quiet stream alive, and gives one up whose reader takes nothing. */
final class StreamPulse {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration STUCK_MAX = Duration.ofSeconds(30);

    private final LiveStream stream;
    private Instant beatAt;
    private Instant roomyAt;

    StreamPulse(LiveStream stream, Instant now) {
        this.stream = stream;
        this.beatAt = now.plus(HEARTBEAT);
        this.roomyAt = now;
    }

    /** Answers true once every 15 s, when it also sends a heartbeat. */
    boolean beat(Instant now) {
        if (stream.hasRoom()) {
            roomyAt = now;
        }
        if (now.isBefore(beatAt)) {
            return false;
        }
        beatAt = now.plus(HEARTBEAT);
        if (stream.hasRoom()) {
            stream.heartbeat();
        }
        return true;
    }

    /** Whether the reader has taken nothing for so long that it is better to let it connect again. */
    boolean isStuck(Instant now) {
        return now.isAfter(roomyAt.plus(STUCK_MAX));
    }
}
