package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.access.Permission;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionRepository.ChangedExecution;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says which execution is at which event number. Several changes of one execution that a slow reader has not taken yet
 * become one: only the newest number matters.
 */
final class GlobalFollower implements LiveFeed.Follower {
    private static final int WAITING_MAX = 2 * LiveBeat.PAGE;

    private final SessionWatch session;
    private final LiveStream stream;
    private final StreamPulse pulse;
    private final Map<ExecutionId, ChangedExecution> waiting = new LinkedHashMap<>();

    GlobalFollower(SessionWatch session, LiveStream stream, Instant now) {
        this.session = session;
        this.stream = stream;
        this.pulse = new StreamPulse(stream, now);
    }

    /** Begins with what a reader has missed; too much of it is named as such, so that the reader reads its lists anew. */
    GlobalFollower catchUp(List<ChangedExecution> missed) {
        if (missed.size() == LiveBeat.PAGE) {
            ChangedExecution last = missed.get(missed.size() - 1);
            stream.send(last.updatedAt().toString(), "reload", JsonObject.empty());
        }
        missed.forEach(this::await);
        return this;
    }

    @Override
    public boolean follow(LiveBeat beat) {
        if (stream.isClosed()) {
            return false;
        }
        Optional<Caller> caller = session.caller(beat.now());
        if (caller.isEmpty()) {
            stream.end();
            return false;
        }
        beat.changes().forEach(this::await);
        send(caller.get());
        boolean heartbeat = pulse.beat(beat.now());
        if (waiting.size() > WAITING_MAX || (heartbeat && pulse.isStuck(beat.now()))) {
            stream.abort();
            return false;
        }
        return true;
    }

    @Override
    public void abandon() {
        stream.abort();
    }

    private void await(ChangedExecution change) {
        waiting.remove(change.id());
        waiting.put(change.id(), change);
    }

    private void send(Caller caller) {
        Iterator<ChangedExecution> next = waiting.values().iterator();
        while (next.hasNext() && stream.hasRoom()) {
            ChangedExecution change = next.next();
            next.remove();
            if (maySee(caller, change)) {
                stream.send(change.updatedAt().toString(), "execution", json(change));
            }
        }
    }

    private static boolean maySee(Caller caller, ChangedExecution change) {
        return caller.may(Permission.EXECUTION_READ_ALL)
                || (caller.may(Permission.EXECUTION_READ_OWN)
                        && change.initiatorId().equals(caller.userId()));
    }

    private static JsonObject json(ChangedExecution change) {
        return Json.object()
                .put("executionId", change.id().text())
                .put("number", change.eventNumber())
                .put("status", ExecutionJson.status(change.state()))
                .put("state", change.state().name())
                .put("at", change.updatedAt().toString())
                .build();
    }
}
