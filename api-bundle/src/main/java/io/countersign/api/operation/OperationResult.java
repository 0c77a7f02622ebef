package io.countersign.api.operation;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How an execution went: success, message, data, metrics, warnings and errors. */
public final class OperationResult {
    private final boolean success;
    private final String message;
    private final JsonObject data;
    private final long recordsProcessed;
    private final long recordsSuccessful;
    private final long recordsFailed;
    private final Map<String, Money> amounts;
    private final Map<String, Long> counts;
    private final List<String> warnings;
    private final List<String> errors;

    private OperationResult(Builder builder) {
        this.success = builder.success;
        this.message = Texts.require("message of the result", builder.message, 2000);
        this.data = builder.data;
        this.recordsProcessed = builder.recordsProcessed;
        this.recordsSuccessful = builder.recordsSuccessful;
        this.recordsFailed = builder.recordsFailed;
        this.amounts = Collections.unmodifiableMap(new TreeMap<>(builder.amounts));
        this.counts = Collections.unmodifiableMap(new TreeMap<>(builder.counts));
        this.warnings = List.copyOf(builder.warnings);
        this.errors = List.copyOf(builder.errors);
    }

    /**
     * The result of an execution that did all it was to do.
     *
     * @param message one sentence for people: {@code 6 payouts sent}
     */
    public static Builder success(String message) {
        return new Builder(true, message);
    }

    /**
     * The result of an execution that did not do all it was to do.
     *
     * @param message one sentence for people, with exact counts: {@code 5 of 6 payouts sent, 1 rejected}
     */
    public static Builder failure(String message) {
        return new Builder(false, message);
    }

    public boolean isSuccess() {
        return success;
    }

    public String message() {
        return message;
    }

    public JsonObject data() {
        return data;
    }

    public long recordsProcessed() {
        return recordsProcessed;
    }

    public long recordsSuccessful() {
        return recordsSuccessful;
    }

    public long recordsFailed() {
        return recordsFailed;
    }

    /** Amount moved per currency, by currency code. */
    public Map<String, Money> amounts() {
        return amounts;
    }

    /** Further counts by name: {@code skipped}, {@code retries} … */
    public Map<String, Long> counts() {
        return counts;
    }

    public List<String> warnings() {
        return warnings;
    }

    public List<String> errors() {
        return errors;
    }

    public JsonObject toJson() {
        JsonObject.Builder further = Json.object();
        counts.forEach((name, count) -> further.put(name, (long) count));
        JsonObject metrics = Json.object()
                .put("recordsProcessed", recordsProcessed)
                .put("recordsSuccessful", recordsSuccessful)
                .put("recordsFailed", recordsFailed)
                .put("amounts", amounts.values().stream().map(Money::toJson).toList())
                .put("counts", further.build())
                .build();
        return Json.object()
                .put("success", success)
                .put("message", message)
                .put("data", data)
                .put("metrics", metrics)
                .put("warnings", Json.texts(warnings))
                .put("errors", Json.texts(errors))
                .build();
    }

    /** Collects the parts; the platform adds the processing time. */
    public static final class Builder {
        private final boolean success;
        private final String message;
        private JsonObject data = JsonObject.empty();
        private long recordsProcessed;
        private long recordsSuccessful;
        private long recordsFailed;
        private final Map<String, Money> amounts = new TreeMap<>();
        private final Map<String, Long> counts = new TreeMap<>();
        private final List<String> warnings = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();

        private Builder(boolean success, String message) {
            this.success = success;
            this.message = message;
        }

        /** Data for the results viewer; at most 1 MiB, larger results belong into output files. */
        public Builder data(JsonObject data) {
            this.data = data;
            return this;
        }

        public Builder records(long processed, long successful, long failed) {
            this.recordsProcessed = processed;
            this.recordsSuccessful = successful;
            this.recordsFailed = failed;
            return this;
        }

        /** Adds to the amount moved in the amount's currency. */
        public Builder amount(Money amount) {
            amounts.merge(amount.currency(), amount, Money::plus);
            return this;
        }

        public Builder count(String name, long count) {
            counts.put(name, count);
            return this;
        }

        public Builder warning(String warning) {
            warnings.add(warning);
            return this;
        }

        public Builder error(String error) {
            errors.add(error);
            return this;
        }

        public OperationResult build() {
            return new OperationResult(this);
        }
    }
}
