package io.countersign.core.inbound;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.CountedRefusals;
import io.countersign.core.audit.StoredText;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Writes refused messages to the audit log, in such a way that an attack cannot bury it. */
final class InboundRefusals {
    static final int SINGLE_MAX = 3;

    private static final String SUBJECT = "webhook:refused";
    private static final String ADDRESSES = "addresses";
    private static final int NAME_LENGTH_MAX = 60;
    private static final int REASON_LENGTH_MAX = 300;

    private final CountedRefusals refusals;

    InboundRefusals(AuditRepository log, AuditTrail trail, Clock clock, Caller node) {
        this.refusals = new CountedRefusals(
                log,
                trail,
                clock,
                node,
                new CountedRefusals.Kind(
                        AuditAction.WEBHOOK_REFUSED, SUBJECT, SINGLE_MAX, "connections", List.of(ADDRESSES)));
    }

    void refused(InboundRequest request, String reason) {
        String connection = StoredText.of(request.provider() + "/" + request.connection(), NAME_LENGTH_MAX);
        JsonObject details = Json.object()
                .put("connection", connection)
                .put("reason", StoredText.of(reason, REASON_LENGTH_MAX))
                .put("address", request.address())
                .build();
        refusals.refused(SUBJECT, details, connection, Map.of(ADDRESSES, request.address()));
    }

    /** To be called now and then even when nothing comes. */
    void flush() {
        refusals.flush();
    }

    /** At the end. */
    void close() {
        refusals.close();
    }
}
