package io.countersign.core.execution;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** Makes daemon threads that say whose they are. */
final class NamedThreads {
    private NamedThreads() {}

    static ThreadFactory of(String prefix) {
        AtomicLong count = new AtomicLong();
        return body -> {
            Thread thread = new Thread(body, prefix + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
