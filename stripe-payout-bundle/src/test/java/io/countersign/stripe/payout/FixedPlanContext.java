package io.countersign.stripe.payout;

import io.countersign.api.operation.Connection;
import io.countersign.api.operation.InputFile;
import io.countersign.api.operation.OpenItem;
import io.countersign.api.operation.OperationLog;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.PlanContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;

/** A context with one connection and nothing else, for tests of the planner's own decisions. */
record FixedPlanContext(String executionId, Parameters parameters, Connection onlyConnection, Clock clock)
        implements PlanContext {

    static PayoutOrder order(PlanContext context) {
        try {
            return PayoutOrder.of(context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Connection connection(String parameter) {
        return onlyConnection;
    }

    @Override
    public InputFile input(String parameter) {
        throw new UnsupportedOperationException("no file in this test");
    }

    @Override
    public List<OpenItem> openItems(Collection<String> lockKeys) {
        return List.of();
    }

    @Override
    public OperationLog log() {
        throw new UnsupportedOperationException("no log in this test");
    }

    @Override
    public void checkCancelled() {}
}
