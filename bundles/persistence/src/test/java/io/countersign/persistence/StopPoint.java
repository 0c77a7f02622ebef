package io.countersign.persistence;

import io.countersign.core.execution.ExecutionRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a node stops itself, once, as if it had been sent SIGSTOP just there; the system property names the point. It goes
 * on when somebody sends it SIGCONT.
 */
public enum StopPoint {
    /** The intent is durable, and nobody has looked yet whether the call may be sent. */
    AFTER_INTENT,
    /** Everything was looked at; the next thing is the call. */
    BEFORE_CALL;

    /** Name of the system property. */
    public static final String PROPERTY = "countersign.stopPoint";

    private static final Set<StopPoint> PASSED = ConcurrentHashMap.newKeySet();

    /** Stops this process when the property names this point and it has not stopped before. */
    public void pass() {
        if (!isOn() || !PASSED.add(this)) {
            return;
        }
        try {
            new ProcessBuilder(
                            "kill",
                            "-STOP",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("this process cannot stop itself", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the property names any point. */
    public static boolean isAnyOn() {
        return System.getProperty(PROPERTY) != null;
    }

    /** Whether the property names this point. */
    public boolean isOn() {
        return name().equals(System.getProperty(PROPERTY));
    }

    /** The same repository, which passes the points that are there. */
    static ExecutionRepository around(ExecutionRepository executions) {
        if (!AFTER_INTENT.isOn()) {
            return executions;
        }
        return (ExecutionRepository) Proxy.newProxyInstance(
                StopPoint.class.getClassLoader(),
                new Class<?>[] {ExecutionRepository.class},
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(executions, arguments);
                        if (method.getName().equals("recordIntent")) {
                            AFTER_INTENT.pass();
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
