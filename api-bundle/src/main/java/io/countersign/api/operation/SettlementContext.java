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

    /** The effects that came back since they were applied, as {@link ReturnedEffect} told of them. */
    List<EffectOutcome> returned();

    /** The state that the previous check left; {@code null} in JSON at the first. */
    Json state();

    /**
     * Number of this check in the order that the plug-in asked for, starting from 1. A check that an event of the
     * provider brought on in between has the number of the one before.
     */
    int check();

    /** A new output file or a new version of one; see {@link ExecutionContext#output}. */
    OutputStream output(String name, String mediaType) throws IOException;
}
