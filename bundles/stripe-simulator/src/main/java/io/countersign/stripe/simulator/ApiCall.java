package io.countersign.stripe.simulator;

import java.time.Instant;
import java.util.List;

/**
 * An authenticated call of a known route.
 *
 * @param path path of the URL
 * @param pathVariables the route's variable segments in order
 * @param parameters query and form parameters
 * @param scope account and mode it acts on
 * @param now virtual time of its execution
 * @param faults the faults that hit it
 */
record ApiCall(
        String path,
        List<String> pathVariables,
        Parameters parameters,
        AccountScope scope,
        Instant now,
        FaultPlan.Hits faults) {}
