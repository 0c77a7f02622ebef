package io.countersign.stripe.payout;

import com.stripe.exception.StripeException;
import com.stripe.model.Balance;
import com.stripe.model.BalanceTransaction;
import io.countersign.api.json.Json;
import io.countersign.api.json.JsonArray;
import io.countersign.api.json.JsonFieldException;
import io.countersign.api.json.JsonObject;
import io.countersign.api.json.JsonParseException;
import io.countersign.api.json.JsonTypeException;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.InputFile;
import io.countersign.api.operation.OperationException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All balances of an account at one place in its history: behind its newest balance transaction. A place, not a time,
 * because clocks disagree and Stripe's times have whole seconds. Written as {@code balances.json} at each payout run.
 *
 * @param account {@code acct_…}
 * @param livemode whether its money is real
 * @param readAt by the platform's clock, for people
 * @param still whether no balance transaction came while the balances were read
 * @param anchor the newest balance transaction; null when there was none
 * @param balances by currency, lower case
 */
record BalanceSnapshot(
        String account,
        boolean livemode,
        Instant readAt,
        boolean still,
        @Nullable Anchor anchor,
        Map<String, Amounts> balances) {
    static final String FILE = "balances.json";
    static final long SIZE_BYTES_MAX = 256 * 1024;

    private static final String KIND = "stripe.balances";
    private static final int READS_MAX = 3;

    /** The newest balance transaction: its id and Stripe's time of it, in seconds. */
    record Anchor(String id, long created) {}

    /** In Stripe's minor units; both may be negative. */
    record Amounts(long available, long pending) {
        long total() {
            return Math.addExact(available, pending);
        }

        Amounts plus(Amounts other) {
            return new Amounts(Math.addExact(available, other.available), Math.addExact(pending, other.pending));
        }
    }

    BalanceSnapshot {
        balances = new TreeMap<>(balances);
    }

    /**
     * Reads the balances between two looks at the newest balance transaction, a few times when it is another one.
     *
     * @throws OperationException when the account is in the other mode
     */
    static BalanceSnapshot read(StripeApi api, Connection connection, Clock clock) throws StripeException {
        String account = api.account().getId();
        Anchor before = newest(api);
        for (int reads = 1; ; reads++) {
            Balance balance = api.balance();
            StripeAccess.requireLivemode(connection, Boolean.TRUE.equals(balance.getLivemode()));
            Anchor after = newest(api);
            boolean still = Objects.equals(before, after);
            if (still || reads == READS_MAX) {
                return new BalanceSnapshot(
                        account,
                        Boolean.TRUE.equals(balance.getLivemode()),
                        clock.instant(),
                        still,
                        after,
                        amounts(balance));
            }
            before = after;
        }
    }

    /** What there is and what is still to come, as the roll-forward counts it; zero for a currency without a balance. */
    long total(String currency) {
        return balances.getOrDefault(currency, new Amounts(0, 0)).total();
    }

    JsonObject toJson() {
        List<JsonObject> lines = new ArrayList<>();
        balances.forEach((currency, amounts) -> lines.add(Json.object()
                .put("currency", currency)
                .put("availableMinorUnits", Long.toString(amounts.available()))
                .put("pendingMinorUnits", Long.toString(amounts.pending()))
                .build()));
        JsonObject.Builder json = Json.object()
                .put("kind", KIND)
                .put("account", account)
                .put("livemode", livemode)
                .put("readAt", readAt.toString())
                .put("still", still)
                .put("balances", lines);
        if (anchor != null) {
            json.put(
                    "newestTransaction",
                    Json.object()
                            .put("id", anchor.id())
                            .put("created", anchor.created())
                            .build());
        }
        return json.build();
    }

    /**
     * Reads a file that a payout run wrote.
     *
     * @throws OperationException {@code snapshot_invalid}, naming the file and what is wrong
     */
    static BalanceSnapshot of(InputFile file) throws IOException {
        try (InputStream content = file.open()) {
            byte[] bytes = content.readNBytes(Math.toIntExact(SIZE_BYTES_MAX + 1));
            if (bytes.length > SIZE_BYTES_MAX) {
                throw invalid(file, "it is larger than " + SIZE_BYTES_MAX + " bytes");
            }
            return parse(file, Json.parse(bytes).asObject());
        } catch (JsonParseException
                | JsonFieldException
                | JsonTypeException
                | NumberFormatException
                | DateTimeException e) {
            throw invalid(file, String.valueOf(e.getMessage()));
        }
    }

    private static BalanceSnapshot parse(InputFile file, JsonObject json) {
        if (!json.findText("kind").filter(KIND::equals).isPresent()) {
            throw invalid(file, "its kind is not " + KIND);
        }
        Map<String, Amounts> balances = new TreeMap<>();
        JsonArray lines = json.array("balances");
        for (JsonObject line : lines.objects()) {
            String currency = line.text("currency");
            if (!currency.matches("[a-z]{3}")) {
                throw invalid(file, "'" + currency + "' is no currency");
            }
            Amounts amounts = new Amounts(
                    Long.parseLong(line.text("availableMinorUnits")), Long.parseLong(line.text("pendingMinorUnits")));
            if (balances.put(currency, amounts) != null) {
                throw invalid(file, "it names " + currency + " twice");
            }
        }
        return new BalanceSnapshot(
                json.text("account"),
                json.flag("livemode"),
                Instant.parse(json.text("readAt")),
                json.flag("still"),
                json.find("newestTransaction")
                        .map(Json::asObject)
                        .map(newest -> new Anchor(newest.text("id"), newest.integer("created")))
                        .orElse(null),
                balances);
    }

    private static OperationException invalid(InputFile file, String what) {
        return new OperationException(
                "snapshot_invalid",
                "'" + file.name() + "' is no balance snapshot: " + what + "; give a " + FILE
                        + " that a stripe.payout execution wrote");
    }

    private static @Nullable Anchor newest(StripeApi api) throws StripeException {
        Optional<BalanceTransaction> newest = api.newestTransaction();
        return newest.map(one -> new Anchor(one.getId(), one.getCreated())).orElse(null);
    }

    private static Map<String, Amounts> amounts(Balance balance) {
        Map<String, Amounts> amounts = new TreeMap<>();
        for (Balance.Available one : Objects.requireNonNullElse(balance.getAvailable(), List.<Balance.Available>of())) {
            amounts.merge(one.getCurrency(), new Amounts(one.getAmount(), 0), Amounts::plus);
        }
        for (Balance.Pending one : Objects.requireNonNullElse(balance.getPending(), List.<Balance.Pending>of())) {
            amounts.merge(one.getCurrency(), new Amounts(0, one.getAmount()), Amounts::plus);
        }
        return amounts;
    }
}
