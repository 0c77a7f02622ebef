package io.countersign.api.operation;

import io.countersign.api.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.osgi.annotation.versioning.ProviderType;

/** What a plug-in may use while it executes an approved plan. */
@ProviderType
public interface ExecutionContext extends PlanContext {

    /** The plan as it was approved. */
    Plan plan();

    /**
     * An effect of the approved plan.
     *
     * @throws ExecutionStoppedException when the plan has no such effect; the attempt is recorded and the execution
     *     fails
     */
    ApprovedEffect effect(String id);

    /** Performs every effect of the plan in its order and counts the outcomes; a rejected effect does not stop it. */
    OperationResult performAllInOrder();

    /**
     * Runs the body once and remembers its result across restarts of this execution.
     *
     * @param name unique in the execution
     * @return the result of the body, or of its earlier run; at most 64 KiB
     */
    Json step(String name, Callable<Json> body) throws Exception;

    /**
     * A new output file, visible to people only once it is closed; writing the same name again makes a new version.
     *
     * @param name a plain file name: {@code payouts.csv}
     */
    OutputStream output(String name, String mediaType) throws IOException;

    /** A private directory with a quota, deleted after the execution. */
    Path workDirectory() throws IOException;

    /** Reports progress; at most two reports a second are kept. */
    void progress(long done, long total);
}
