package io.countersign.stripe.simulator;

import org.jspecify.annotations.Nullable;

/**
 * A payout as the API shows it, and its future.
 *
 * @param scope the account it belongs to
 * @param fields the payout object of Stripe's API; never changed in place
 * @param schedule its coming steps
 */
record Payout(AccountScope scope, JsonObject fields, PayoutSchedule schedule) {
    static final String PENDING = "pending";
    static final String IN_TRANSIT = "in_transit";
    static final String PAID = "paid";
    static final String FAILED = "failed";
    static final String CANCELED = "canceled";

    String id() {
        return fields.string("id");
    }

    String status() {
        return fields.string("status");
    }

    String currency() {
        return fields.string("currency");
    }

    String sourceType() {
        return fields.string("source_type");
    }

    long amountMinorUnits() {
        return fields.number("amount");
    }

    PayoutSchedule.@Nullable Step nextStep() {
        return schedule.after(status());
    }

    /** Where its money is now. */
    String place() {
        return status().equals(PAID) ? Posting.BANK : Posting.IN_TRANSIT;
    }

    Payout inTransit() {
        return with(fields.copy().with("status", IN_TRANSIT));
    }

    Payout paid(String traceId) {
        JsonObject trace = new JsonObject().with("status", "supported").with("value", traceId);
        return with(fields.copy().with("status", PAID).with("trace_id", trace));
    }

    Payout failed(String balanceTransactionId) {
        return with(fields.copy()
                .with("status", FAILED)
                .with("failure_balance_transaction", balanceTransactionId)
                .with("failure_code", schedule.failureCode())
                .with("failure_message", failureMessage(schedule.failureCode())));
    }

    Payout canceled(String balanceTransactionId) {
        return with(fields.copy().with("status", CANCELED).with("failure_balance_transaction", balanceTransactionId));
    }

    private Payout with(JsonObject changed) {
        return new Payout(scope, changed, schedule);
    }

    private static String failureMessage(@Nullable String code) {
        if (code == null) return "The payout failed.";
        return switch (code) {
            case "account_closed" -> "The bank account has been closed.";
            case "account_frozen" -> "The bank account has been frozen.";
            case "could_not_process" -> "The bank could not process this payout.";
            case "declined" -> "The bank has declined this payout.";
            case "invalid_account_number" -> "The routing number seems correct, but the account number is invalid.";
            case "no_account" ->
                "The bank account details on file are probably incorrect. No bank account could be"
                        + " located with those details.";
            default -> "The payout failed: " + code + ".";
        };
    }
}
