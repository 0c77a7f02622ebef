package io.countersign.api.operation;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What a plug-in may use while it plans. */
@ProviderType
public interface PlanContext {

    /** Id of the execution, 32 hexadecimal digits. */
    String executionId();

    /** The validated parameters, defaults filled in. */
    Parameters parameters();

    /**
     * The connection that a CONNECTION parameter names.
     *
     * @throws OperationException when the parameter is absent or of another type
     */
    Connection connection(String parameter);

    /**
     * The file that a FILE parameter names.
     *
     * @throws OperationException when the parameter is absent or of another type
     */
    InputFile input(String parameter);

    /** Which of the items are held by other executions right now. */
    List<OpenItem> openItems(Collection<String> lockKeys);

    /** The platform's clock; use it in place of the system's. */
    Clock clock();

    OperationLog log();

    /**
     * Stops here when the execution must not go on.
     *
     * @throws ExecutionStoppedException when the execution was cancelled or its time is up
     */
    void checkCancelled();
}
