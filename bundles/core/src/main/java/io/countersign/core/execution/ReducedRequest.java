package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.PlannedEffect;
import java.math.BigInteger;

/** Lowers the amount in a signed request, and nothing else. */
final class ReducedRequest {
    private ReducedRequest() {}

    /**
     * The planned request with its amount field lowered in the provider's own scale: the field and the planned amount
     * give the factor between the two.
     */
    static JsonObject of(PlannedEffect planned, Money amount) {
        String field = planned.amountField().orElseThrow();
        BigInteger signed = new BigInteger(planned.request().text(field));
        BigInteger[] scaled = signed.multiply(BigInteger.valueOf(amount.minorUnits()))
                .divideAndRemainder(BigInteger.valueOf(planned.amount().minorUnits()));
        if (scaled[1].signum() != 0) {
            throw new IllegalArgumentException("amount " + amount + " cannot be expressed in field '" + field
                    + "' of effect '" + planned.id() + "'; choose a multiple of the provider's unit");
        }
        return planned.request().with(field, Json.of(scaled[0].toString()));
    }
}
