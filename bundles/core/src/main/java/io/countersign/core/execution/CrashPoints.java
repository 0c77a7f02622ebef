package io.countersign.core.execution;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of every {@link CrashPoint} that is passed. Inert unless a test turns one on: with the system property {@code
 * countersign.crashPoint} set to {@code after-intent}, or {@code after-intent:3} for the third time, this process ends
 * there as if it were killed.
 */
public final class CrashPoints {
    /** Name of the system property. */
    public static final String PROPERTY = "countersign.crashPoint";

    /** What the process ends with when it dies at a crash point. */
    public static final int EXIT_CODE = 86;

    private static final Logger LOG = LoggerFactory.getLogger(CrashPoints.class);

    private final @Nullable Consumer<CrashPoint> passing;

    private CrashPoints(@Nullable Consumer<CrashPoint> passing) {
        this.passing = passing;
    }

    /** Nothing happens anywhere. */
    static CrashPoints inert() {
        return new CrashPoints(null);
    }

    /** Tells of each point, on the thread that passes it. */
    static CrashPoints telling(Consumer<CrashPoint> passing) {
        return new CrashPoints(passing);
    }

    /**
     * As the system property wants it; inert when it is not set.
     *
     * @throws IllegalArgumentException when it names no crash point
     */
    public static CrashPoints ofSystem() {
        String wish = System.getProperty(PROPERTY, "");
        if (wish.isEmpty()) {
            return inert();
        }
        String[] parts = wish.split(":", 2);
        CrashPoint deadly = CrashPoint.parse(parts[0]);
        AtomicInteger left = new AtomicInteger(parts.length == 1 ? 1 : Integer.parseInt(parts[1]));
        LOG.warn("This process dies at {} ({})", wish, PROPERTY);
        return telling(point -> {
            if (point.equals(deadly) && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        });
    }

    /** The same repository with a crash point before and after each verb that writes. */
    public ExecutionRepository around(ExecutionRepository executions) {
        if (passing == null) {
            return executions;
        }
        return (ExecutionRepository) Proxy.newProxyInstance(
                CrashPoints.class.getClassLoader(),
                new Class<?>[] {ExecutionRepository.class},
                (proxy, method, arguments) -> {
                    Callable<@Nullable Object> verb = () -> {
                        try {
                            return method.invoke(executions, arguments);
                        } catch (InvocationTargetException e) {
                            throw rethrowable(e);
                        }
                    };
                    Optional<SideEffect> effect = SideEffect.ofVerb(method.getName());
                    return effect.isEmpty() ? verb.call() : around(effect.get(), verb);
                });
    }

    /** Does something that leaves a trace outside, with the points before and after it. */
    <T extends @Nullable Object> T around(SideEffect effect, Callable<T> body) throws Exception {
        pass(CrashPoint.Moment.BEFORE, effect);
        T result = body.call();
        pass(CrashPoint.Moment.AFTER, effect);
        return result;
    }

    private void pass(CrashPoint.Moment moment, SideEffect effect) {
        if (passing != null) {
            passing.accept(new CrashPoint(moment, effect));
        }
    }

    private static Exception rethrowable(InvocationTargetException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof Exception exception ? exception : e;
    }
}
