package io.countersign.core.execution;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The configured limits by operation: {@code stripe.payout=2, *=8}. */
final class PlaceLimits {
    /** Stands for every operation that is not named. */
    private static final String OTHERS = "*";

    private static final int MAX = 10_000;

    private final Map<String, Integer> maxByOperation;

    private PlaceLimits(Map<String, Integer> maxByOperation) {
        this.maxByOperation = Map.copyOf(maxByOperation);
    }

    /** No operation has a limit. */
    static PlaceLimits none() {
        return new PlaceLimits(Map.of());
    }

    /** @throws IllegalArgumentException naming the part that is wrong, and how it is written */
    static PlaceLimits parse(String text) {
        Map<String, Integer> limits = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            String limit = part.strip();
            if (limit.isEmpty()) {
                continue;
            }
            int equals = limit.indexOf('=');
            String operation = equals < 0 ? "" : limit.substring(0, equals).strip();
            if (operation.isEmpty()) {
                throw wrong(limit, "is not written as operation=number");
            }
            if (limits.put(operation, number(limit, limit.substring(equals + 1).strip())) != null) {
                throw wrong(limit, "gives operation '" + operation + "' a second limit");
            }
        }
        return new PlaceLimits(limits);
    }

    /** Empty when as many as there are threads for may run. */
    Optional<PlaceLimit> of(String operation) {
        Integer max = maxByOperation.getOrDefault(operation, maxByOperation.get(OTHERS));
        return max == null ? Optional.empty() : Optional.of(new PlaceLimit(operation, max));
    }

    private static int number(String limit, String text) {
        try {
            int max = Integer.parseInt(text);
            if (max >= 1 && max <= MAX) {
                return max;
            }
        } catch (NumberFormatException e) {
            throw wrong(limit, "does not end in a whole number");
        }
        throw wrong(
                limit, "is not between 1 and " + MAX + "; to stop an operation, stop its plug-in (ops:plugin-stop)");
    }

    private static IllegalArgumentException wrong(String limit, String why) {
        return new IllegalArgumentException("'" + limit + "' of operationConcurrencyMax in"
                + " etc/io.countersign.execution.cfg " + why + "; write e.g. stripe.payout=2, *=8");
    }
}
