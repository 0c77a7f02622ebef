package io.countersign.rest;

import io.countersign.core.access.Caller;
import io.countersign.core.access.Permission;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionEvent;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionState;
import java.time.Instant;
import java.util.List;

/** Sends every event of one execution, in order and without a gap, until it has ended. */
final class ExecutionFollower implements LiveFeed.Follower {
    private final SessionWatch session;
    private final ExecutionId id;
    private final String initiatorId;
    private final LiveStream stream;
    private final StreamPulse pulse;
    private ExecutionState state;
    private long sent;
    private boolean behind = true;

    ExecutionFollower(SessionWatch session, Execution execution, long sent, LiveStream stream, Instant now) {
        this.session = session;
        this.id = execution.id();
        this.initiatorId = execution.initiatorId();
        this.state = execution.state();
        this.sent = sent;
        this.stream = stream;
        this.pulse = new StreamPulse(stream, now);
    }

    @Override
    public boolean follow(LiveBeat beat) {
        if (stream.isClosed()) {
            return false;
        }
        if (session.caller(beat.now()).filter(this::maySee).isEmpty()) {
            stream.end();
            return false;
        }
        // with each heartbeat it looks by itself, should the feed ever have missed something
        behind |= pulse.beat(beat.now()) || beat.change(id).isPresent();
        if (behind) {
            catchUp(beat);
        }
        if (!behind && state.isEnd()) {
            stream.end();
            return false;
        }
        if (pulse.isStuck(beat.now())) {
            stream.abort();
            return false;
        }
        return true;
    }

    @Override
    public void abandon() {
        stream.abort();
    }

    /** Sends what there is as far as the reader keeps up; the rest is read again later. */
    private void catchUp(LiveBeat beat) {
        List<LiveBeat.EventMessage> page;
        do {
            page = beat.events(id, sent);
            for (LiveBeat.EventMessage message : page) {
                if (!stream.hasRoom()) {
                    return;
                }
                send(message);
            }
        } while (LiveBeat.isFull(page));
        behind = false;
    }

    private void send(LiveBeat.EventMessage message) {
        ExecutionEvent event = message.event();
        stream.send(Long.toString(event.number()), event.kind(), message.data());
        sent = event.number();
        if (event.kind().equals("state")) {
            state = ExecutionState.valueOf(event.data().text("to"));
        }
    }

    private boolean maySee(Caller caller) {
        return caller.may(Permission.EXECUTION_READ_ALL)
                || (caller.may(Permission.EXECUTION_READ_OWN) && initiatorId.equals(caller.userId()));
    }
}
