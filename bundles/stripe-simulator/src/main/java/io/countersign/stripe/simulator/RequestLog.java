package io.countersign.stripe.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last calls that arrived, oldest first. */
final class RequestLog {
    static final int REQUESTS_MAX = 1000;

    private final Deque<RecordedRequest> requests = new ArrayDeque<>();

    synchronized void add(RecordedRequest request) {
        if (requests.size() == REQUESTS_MAX) requests.removeFirst();
        requests.addLast(request);
    }

    synchronized List<RecordedRequest> all() {
        return List.copyOf(requests);
    }
}
