package io.countersign.stripe.payout;

import com.stripe.model.BalanceTransaction;
import com.stripe.model.Payout;
import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A payout of Stripe's as outcomes and outputs keep it: plain texts, no secrets, minor units as text. */
final class PayoutJson {
    static final String STATUS = "status";
    static final String REQUEST_ID = "requestId";

    private PayoutJson() {}

    /** The payout, with the id of the request that brought it when one did. */
    static JsonObject of(Payout payout) {
        JsonObject.Builder json = Json.object()
                .put("id", payout.getId())
                .putIfPresent(STATUS, payout.getStatus())
                .putIfPresent("amount", number(payout.getAmount()))
                .putIfPresent("currency", payout.getCurrency())
                .putIfPresent("sourceType", payout.getSourceType())
                .putIfPresent("method", payout.getMethod())
                .putIfPresent("destination", payout.getDestination())
                .putIfPresent("created", instant(payout.getCreated()))
                .putIfPresent("arrival", date(payout.getArrivalDate()))
                .putIfPresent("balanceTransaction", payout.getBalanceTransaction())
                .putIfPresent("failureBalanceTransaction", payout.getFailureBalanceTransaction())
                .putIfPresent("failureCode", payout.getFailureCode())
                .putIfPresent("failureMessage", payout.getFailureMessage())
                .putIfPresent("fee", fee(payout));
        if (payout.getLivemode() != null) {
            json.put("livemode", (boolean) payout.getLivemode());
        }
        if (payout.getTraceId() != null) {
            json.putIfPresent("traceId", payout.getTraceId().getValue());
        }
        if (payout.getLastResponse() != null) {
            json.putIfPresent(REQUEST_ID, payout.getLastResponse().requestId());
        }
        return json.build();
    }

    private static @Nullable String fee(Payout payout) {
        BalanceTransaction transaction = payout.getBalanceTransactionObject();
        return transaction == null ? null : number(transaction.getFee());
    }

    private static @Nullable String number(@Nullable Long number) {
        return number == null ? null : Long.toString(number);
    }

    private static @Nullable String instant(@Nullable Long epochSecond) {
        return epochSecond == null ? null : Instant.ofEpochSecond(epochSecond).toString();
    }

    private static @Nullable String date(@Nullable Long epochSecond) {
        return epochSecond == null
                ? null
                : Instant.ofEpochSecond(epochSecond)
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .toString();
    }
}
