package io.countersign.api.operation;

import io.countersign.api.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What a plug-in may use while it follows effects until they have settled. */
@ProviderType
public interface SettlementContext extends PlanContext {

    /** The plan as it was approved. */
    Plan plan();

    /** The effects that were applied, with the provider's ids and answers. */
    List<EffectOutcome> applied();

    /** What {@link Settlement#pending} left at the previous check; {@code null} in JSON at the first. */
    Json state();

    /** Number of this check, starting from 1. */
    int check();

    /** A new output file or a new version of one; see {@link ExecutionContext#output}. */
    OutputStream output(String name, String mediaType) throws IOException;
}
