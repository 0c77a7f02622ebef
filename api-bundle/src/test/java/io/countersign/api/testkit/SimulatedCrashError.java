package io.countersign.api.testkit;

/**
 * The process died here, as the test asked. An error rather than an exception, so that no plug-in takes it for an
 * unclear outcome; enter {@link TestRun#execute} again to see what the next process makes of the journal.
 */
public final class SimulatedCrashError extends Error {
    private static final long serialVersionUID = 1L;

    SimulatedCrashError(String where) {
        super("simulated crash " + where);
    }
}
