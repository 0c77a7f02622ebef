package io.countersign.core.execution;

import java.time.Duration;
import java.util.Optional;

/** What a work item is handed to, on a platform thread of whichever node claimed it. */
public interface Worker {

    /**
     * Does what is due for the execution. It may take as long as a plug-in call takes.
     *
     * @return the delay after which the same item is to be handed over again, or empty when it is finished
     */
    Optional<Duration> perform(ExecutionId execution, WorkItem.Kind kind);
}
