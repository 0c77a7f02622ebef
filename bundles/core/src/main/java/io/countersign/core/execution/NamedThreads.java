package io.countersign.core.execution;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes daemon threads that say whose they are. They inherit nothing: the thread that needs one may be running plug-in
 * code, and a thread that lives on with its class loader would keep the bundle in memory after it was uninstalled.
 */
final class NamedThreads {
    private NamedThreads() {}

    static ThreadFactory of(String prefix) {
        AtomicLong count = new AtomicLong();
        return body -> {
            Thread thread = new Thread(null, body, prefix + "-" + count.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(NamedThreads.class.getClassLoader());
            return thread;
        };
    }
}
