package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.access.Permission;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.connection.Connections;
import java.util.List;
import java.util.Objects;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** What is connected, and what was done. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public final class PlatformResource {
    private final Connections connections;
    private final AuditRepository audits;

    PlatformResource(Connections connections, AuditRepository audits) {
        this.connections = connections;
        this.audits = audits;
    }

    @GET
    @Path("connections")
    @Permitted("operation:read")
    @Route(
            summary = "The configured connections by name, faulty ones with their fault; no secrets",
            answer = "Connections")
    public JsonObject connections() {
        return Json.object()
                .put(
                        "items",
                        connections.list().stream()
                                .map(CatalogueJson::connection)
                                .toList())
                .build();
    }

    @GET
    @Path("audit/entries")
    @Permitted("audit:read")
    @Route(summary = "The log of who did what, newest first", answer = "AuditPage")
    public JsonObject auditEntries(
            @Context Caller caller,
            @QueryParam("subject") @Nullable String subject,
            @QueryParam("action") @Nullable String action,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        caller.require(Permission.AUDIT_READ);
        int size = QueryText.limit(limit);
        long before = Objects.requireNonNullElse(PageCursor.read(cursor, Long::valueOf), Long.MAX_VALUE);
        List<AuditRepository.StoredEntry> found = audits.list(
                Objects.requireNonNullElse(subject, ""), Objects.requireNonNullElse(action, ""), before, size);
        return PageCursor.page(found, size, AccountJson::auditEntry, stored -> Long.toString(stored.number()));
    }
}
