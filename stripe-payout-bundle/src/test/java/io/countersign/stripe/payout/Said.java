package io.countersign.stripe.payout;

import java.util.Objects;

/** What a refusal says, for assertions on its words. */
final class Said {
    private Said() {}

    static String by(Throwable refused) {
        return Objects.requireNonNull(refused.getMessage(), "a refusal without words");
    }
}
