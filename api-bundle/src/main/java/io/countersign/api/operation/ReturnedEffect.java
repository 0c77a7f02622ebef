package io.countersign.api.operation;

import io.countersign.api.json.JsonObject;

/** An effect that had been applied and came back later. */
public final class ReturnedEffect {
    private final String effectId;
    private final String code;
    private final JsonObject details;

    private ReturnedEffect(String effectId, String code, JsonObject details) {
        this.effectId = effectId;
        this.code = code;
        this.details = details;
    }

    /**
     * @param effectId id in the plan
     * @param code the provider's code: {@code account_closed}
     * @param details what the provider says of it now; takes the place of its answer in the journal
     */
    public static ReturnedEffect of(String effectId, String code, JsonObject details) {
        return new ReturnedEffect(effectId, code, details);
    }

    public String effectId() {
        return effectId;
    }

    public String code() {
        return code;
    }

    public JsonObject details() {
        return details;
    }
}
