package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.core.access.AccessService;
import io.countersign.core.access.Authentication;
import io.countersign.core.access.Caller;
import io.countersign.core.access.Role;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one poller of this node: while anybody follows, it asks the database several times a second what has changed and
 * hands that to every follower. It stands still when nobody does.
 */
final class LiveFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final Duration BUSY_FOR = Duration.ofSeconds(2);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);
    private static final long STREAM_RETRY_SECONDS = 5;

    /** The poller sees everything; each follower shows only what its caller may see. */
    private static final Caller OBSERVER =
            new Caller("node:live-feed", "live-feed", Set.of(Role.EXECUTIVE), Authentication.NODE, "");

    private final ExecutionService executions;
    private final AccessService access;
    private final Clock clock;
    private final int followersMax;
    private final LivePace pace;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final List<Follower> arriving = new ArrayList<>();
    private final List<Follower> following = new ArrayList<>();
    private final Thread poller;
    private int reserved;
    private boolean closed;

    /** Somebody who waits for changes. Called on the poller's thread only, and never to block. */
    interface Follower {
        /** Looks at what a beat brought; answers false when it is done. */
        boolean follow(LiveBeat beat);

        /** The feed is closing. */
        void abandon();
    }

    LiveFeed(ExecutionService executions, AccessService access, Clock clock, int followersMax, LivePace pace) {
        this.executions = executions;
        this.access = access;
        this.clock = clock;
        this.followersMax = followersMax;
        this.pace = pace;
        this.poller = new Thread(this::run, "countersign-live-feed");
        this.poller.setDaemon(true);
        this.poller.start();
    }

    /** Streams the events of an execution after number {@code sent}. */
    void followExecution(Execution execution, long sent, BearerToken token, HttpServletRequest request) {
        open(request, stream -> new ExecutionFollower(watch(token), execution, sent, stream, clock.instant()));
    }

    /** Streams which execution the caller may see has changed, since the given time when there is one. */
    void followEverything(Caller caller, @Nullable Instant since, BearerToken token, HttpServletRequest request) {
        open(request, stream -> new GlobalFollower(watch(token), stream, clock.instant())
                .catchUp(since == null ? List.of() : executions.changedSince(caller, since, LiveBeat.PAGE)));
    }

    /**
     * Waits until the execution needs a person or has ended, or the time is up, and then hands it over.
     *
     * @return false when it does not wait: the execution rests already, or too many are waiting
     */
    boolean await(Caller caller, Execution execution, Duration longest, Consumer<Execution> answer) {
        if (RestingFollower.rests(execution) || !reserve()) {
            return false;
        }
        enter(new RestingFollower(executions, caller, execution, clock.instant().plus(longest), answer));
        return true;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            arrival.signal();
        } finally {
            lock.unlock();
        }
    }

    private void open(HttpServletRequest request, Function<LiveStream, Follower> follower) {
        if (!reserve()) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_STREAMS,
                    followersMax + " event streams are open on this node and no more are allowed; try again in "
                            + STREAM_RETRY_SECONDS + " s, or raise streamsMax in etc/io.countersign.rest.cfg",
                    Json.object().put("retryAfterSeconds", STREAM_RETRY_SECONDS).build());
        }
        try {
            enter(follower.apply(LiveStream.open(request)));
        } catch (RuntimeException e) {
            release(1);
            throw e;
        }
    }

    private SessionWatch watch(BearerToken token) {
        return new SessionWatch(access, token, pace.sessionAskedEach());
    }

    private boolean reserve() {
        lock.lock();
        try {
            if (closed || reserved >= followersMax) {
                return false;
            }
            reserved++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void release(int count) {
        lock.lock();
        try {
            reserved -= count;
        } finally {
            lock.unlock();
        }
    }

    private void enter(Follower follower) {
        lock.lock();
        try {
            arriving.add(follower);
            arrival.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        LiveBeat.Source source = new LiveBeat.Source(executions, OBSERVER);
        Duration pause = Duration.ZERO;
        Instant lastChange = Instant.MIN;
        while (awaitWork(pause)) {
            if (following.isEmpty()) {
                source.forget();
                pause = Duration.ZERO;
                continue;
            }
            Instant now = clock.instant();
            try {
                LiveBeat beat = source.beat(now);
                lastChange = beat.hasChanges() ? now : lastChange;
                serve(beat);
                pause = now.isBefore(lastChange.plus(BUSY_FOR)) ? pace.busyPause() : pace.quietPause();
            } catch (RuntimeException e) {
                LOG.warn("Followers are not served, next try in {} s: {}", FAILURE_PAUSE.toSeconds(), e.toString());
                pause = FAILURE_PAUSE;
            }
        }
        following.forEach(Follower::abandon);
    }

    /** Pauses while there are followers, waits for one when there are none; answers false when the feed is closed. */
    private boolean awaitWork(Duration pause) {
        lock.lock();
        try {
            long nanosLeft = pause.toNanos();
            while (!closed && arriving.isEmpty() && (following.isEmpty() || nanosLeft > 0)) {
                if (following.isEmpty()) {
                    arrival.await();
                } else {
                    nanosLeft = arrival.awaitNanos(nanosLeft);
                }
            }
            following.addAll(arriving);
            arriving.clear();
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void serve(LiveBeat beat) {
        List<Follower> done = new ArrayList<>();
        for (Follower follower : following) {
            if (!follow(follower, beat)) {
                done.add(follower);
            }
        }
        following.removeAll(done);
        release(done.size());
    }

    /** A follower that fails is let go and connects again; the others must not suffer. */
    private static boolean follow(Follower follower, LiveBeat beat) {
        try {
            return follower.follow(beat);
        } catch (RuntimeException e) {
            LOG.warn("A follower is let go: {}", e.toString());
            follower.abandon();
            return false;
        }
    }
}
