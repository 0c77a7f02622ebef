package io.countersign.core.access;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.CountedRefusals;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes refused sign-ins to the audit log, in such a way that a flood of guesses cannot bury it. A username that belongs
 * to nobody is not written down: it may be a password typed into the wrong field.
 */
final class RefusalLog {
    private static final int SINGLE_MAX = 10;
    private static final String ACCOUNTS = "accounts";
    private static final String ADDRESSES = "addresses";

    private final CountedRefusals refusals;

    /** Why a sign-in was refused. */
    enum Reason {
        UNKNOWN_ACCOUNT("unknown-account"),
        WRONG_PASSWORD("wrong-password"),
        INACTIVE("inactive"),
        THROTTLED("throttled");

        private final String word;

        Reason(String word) {
            this.word = word;
        }
    }

    RefusalLog(AuditRepository log, AuditTrail trail, Clock clock, Caller node) {
        this.refusals = new CountedRefusals(
                log,
                trail,
                clock,
                node,
                new CountedRefusals.Kind(
                        AuditAction.SESSION_REFUSED,
                        "user:several",
                        SINGLE_MAX,
                        "reasons",
                        List.of(ACCOUNTS, ADDRESSES)));
    }

    /** @param user the account that was tried, or null when there is none of that name */
    void refused(Reason reason, @Nullable User user, String address) {
        JsonObject details = Json.object()
                .put("reason", reason.word)
                .putIfPresent("username", user == null ? null : user.username())
                .put("address", address)
                .build();
        String subject = user == null ? "user:unknown" : "user:" + user.id();
        String account = user == null ? "" : user.username();
        refusals.refused(subject, details, reason.word, Map.of(ACCOUNTS, account, ADDRESSES, address));
    }

    /** To be called now and then even when nobody signs in. */
    void flush() {
        refusals.flush();
    }

    /** At the end. */
    void close() {
        refusals.close();
    }
}
