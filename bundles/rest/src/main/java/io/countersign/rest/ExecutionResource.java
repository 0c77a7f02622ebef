package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.approval.ApprovalService;
import io.countersign.core.execution.Decision;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionFilter;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.ExecutionState;
import io.countersign.core.execution.ExecutionStatus;
import io.countersign.core.execution.LogLine;
import io.countersign.core.execution.ResolutionService;
import io.countersign.core.execution.StoredPlan;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Executions: looking, deciding, cancelling, resolving, following. */
@Path("/executions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class ExecutionResource {
    private static final int LOG_PAGE_MAX = 1000;
    private static final int LOG_PAGE_DEFAULT = 200;

    private final ExecutionService executions;
    private final ApprovalService approvals;
    private final ResolutionService resolutions;
    private final LiveFeed feed;

    ExecutionResource(
            ExecutionService executions, ApprovalService approvals, ResolutionService resolutions, LiveFeed feed) {
        this.executions = executions;
        this.approvals = approvals;
        this.resolutions = resolutions;
        this.feed = feed;
    }

    @GET
    @Permitted("execution:read")
    @Route(summary = "Executions the caller may see, newest first", answer = "ExecutionPage")
    public JsonObject list(
            @Context Caller caller,
            @QueryParam("status") @Nullable String status,
            @QueryParam("state") @Nullable String state,
            @QueryParam("operation") @Nullable String operation,
            @QueryParam("executedBy") @Nullable String executedBy,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        ExecutionFilter filter = new ExecutionFilter(
                states(status, state),
                operation,
                "me".equals(executedBy) ? caller.userId() : executedBy,
                QueryText.time("from", from),
                QueryText.time("to", to),
                PageCursor.read(cursor, ExecutionResource::place),
                QueryText.limit(limit));
        List<Execution> found =
                noneCanMatch(status, state, filter.states()) ? List.of() : executions.list(caller, filter);
        return PageCursor.page(found, filter.limit(), ExecutionJson::of, ExecutionResource::position);
    }

    @GET
    @Path("{id}")
    @Permitted("execution:read")
    @Route(summary = "One execution as it stands", answer = "Execution", problems = ProblemType.UNKNOWN_EXECUTION)
    public JsonObject get(@Context Caller caller, @PathParam("id") String id) {
        return ExecutionJson.of(executions.get(caller, executionId(id)));
    }

    /** The plan; {@code raw=true} answers the exact bytes whose SHA-256 is signed. */
    @GET
    @Path("{id}/plan")
    @Permitted("execution:read")
    @Route(
            summary = "The stored plan with its digest and risk, or its exact bytes",
            answer = "StoredPlan",
            problems = {ProblemType.UNKNOWN_EXECUTION, ProblemType.STATE_CONFLICT})
    public Response plan(@Context Caller caller, @PathParam("id") String id, @QueryParam("raw") @Nullable String raw) {
        boolean exact = QueryText.flag("raw", raw);
        StoredPlan plan = executions.plan(caller, executionId(id));
        Response.ResponseBuilder answer = exact
                ? Response.ok(plan.document().bytes(), MediaType.APPLICATION_JSON_TYPE)
                : Response.ok(ExecutionJson.plan(plan));
        return answer.header("Plan-Digest", plan.document().digest()).build();
    }

    @GET
    @Path("{id}/effects")
    @Permitted("execution:read")
    @Route(
            summary = "The effects in the order of the plan, as the journal has them",
            answer = "Effects",
            problems = ProblemType.UNKNOWN_EXECUTION)
    public JsonObject effects(@Context Caller caller, @PathParam("id") String id) {
        return items(executions.effects(caller, executionId(id)).stream()
                .map(ExecutionJson::effect)
                .toList());
    }

    @GET
    @Path("{id}/approvals")
    @Permitted("execution:read")
    @Route(summary = "Who decided what on the plan", answer = "Decisions", problems = ProblemType.UNKNOWN_EXECUTION)
    public JsonObject decisions(@Context Caller caller, @PathParam("id") String id) {
        return items(executions.decisions(caller, executionId(id)).stream()
                .map(ExecutionJson::decision)
                .toList());
    }

    @GET
    @Path("{id}/files")
    @Permitted("execution:read")
    @Route(
            summary = "Newest versions of the files that the execution wrote",
            answer = "Files",
            problems = ProblemType.UNKNOWN_EXECUTION)
    public JsonObject files(@Context Caller caller, @PathParam("id") String id) {
        return items(executions.files(caller, executionId(id)).stream()
                .map(CatalogueJson::file)
                .toList());
    }

    @GET
    @Path("{id}/logs")
    @Permitted("execution:read")
    @Route(
            summary = "Log lines after a number, in order",
            answer = "LogLines",
            problems = ProblemType.UNKNOWN_EXECUTION)
    public JsonObject logs(
            @Context Caller caller,
            @PathParam("id") String id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        return items(logLines(caller, id, after, limit).stream()
                .map(ExecutionJson::logLine)
                .toList());
    }

    @GET
    @Path("{id}/logs")
    @Produces("text/plain;qs=0.5")
    @Permitted("execution:read")
    @Route(summary = "Log lines after a number, as plain text", problems = ProblemType.UNKNOWN_EXECUTION)
    public Response logText(
            @Context Caller caller,
            @PathParam("id") String id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        String text = logLines(caller, id, after, limit).stream()
                .map(ExecutionJson::logText)
                .collect(Collectors.joining());
        return Response.ok(text, "text/plain;charset=utf-8").build();
    }

    /** Follows the execution until it has ended; a reader that has seen everything of an ended one gets 204. */
    @GET
    @Path("{id}/events")
    @Produces("text/event-stream")
    @Permitted("execution:read")
    @Route(
            summary = "Events of the execution as they happen, from the one after Last-Event-ID on",
            otherStatus = 204,
            problems = {ProblemType.UNKNOWN_EXECUTION, ProblemType.TOO_MANY_STREAMS})
    public void events(
            @Context Caller caller,
            @Context BearerToken token,
            @Context HttpServletRequest request,
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @QueryParam("after") @Nullable String after,
            @Suspended AsyncResponse answer) {
        long sent = lastEventId == null
                ? QueryText.integer("after", after, 0, 0, Long.MAX_VALUE)
                : eventNumber(lastEventId);
        Execution execution = executions.get(caller, executionId(id));
        LiveStream.refuseHead(request);
        if (execution.state().isEnd() && sent >= execution.eventNumber()) {
            // RFC of the browsers (HTML, server-sent events): 204 tells them not to connect again
            answer.resume(Response.noContent().build());
            return;
        }
        feed.followExecution(execution, sent, token, request);
    }

    @POST
    @Path("{id}/approvals")
    @Permitted("execution:approve")
    @Route(
            summary = "Approve or reject the plan that the digest names",
            body = "DecisionRequest",
            answer = "Execution",
            problems = {
                ProblemType.UNKNOWN_EXECUTION,
                ProblemType.BARRED_FROM_APPROVAL,
                ProblemType.PLAN_DIGEST_MISMATCH,
                ProblemType.STATE_CONFLICT
            })
    public JsonObject decide(@Context Caller caller, @PathParam("id") String id, JsonObject json) {
        RequestBody body = RequestBody.of(json, "decision", "planDigest", "comment");
        Decision.Kind kind = Decision.Kind.valueOf(body.oneOf("decision", "APPROVED", "REJECTED"));
        return ExecutionJson.of(
                approvals.decide(caller, executionId(id), kind, body.text("planDigest"), body.textOrEmpty("comment")));
    }

    @POST
    @Path("{id}/cancel")
    @Permitted("execution:cancel")
    @Route(
            summary = "Stop the execution: at once while it waits, between effects while it runs",
            body = "Comment",
            answer = "Execution",
            problems = {ProblemType.UNKNOWN_EXECUTION, ProblemType.STATE_CONFLICT})
    public JsonObject cancel(@Context Caller caller, @PathParam("id") String id, JsonObject json) {
        RequestBody body = RequestBody.of(json, "comment");
        return ExecutionJson.of(executions.cancel(caller, executionId(id), body.textOrEmpty("comment")));
    }

    /** Like submitting: answers 202 with the new execution, whose plan leaves out what was applied before. */
    @POST
    @Path("{id}/repeat")
    @Permitted("operation:execute")
    @Route(
            summary = "Submit what an ended execution has left undone; its plan leaves out what was applied before",
            body = "Comment",
            status = 202,
            answer = "Execution",
            problems = {
                ProblemType.UNKNOWN_EXECUTION,
                ProblemType.UNKNOWN_OPERATION,
                ProblemType.STATE_CONFLICT,
                ProblemType.INVALID_PARAMETERS,
                ProblemType.IDEMPOTENCY_CONFLICT,
                ProblemType.PLANNING_FAILED,
                ProblemType.QUEUE_FULL,
                ProblemType.PLUGINS_BUSY
            })
    public Response repeat(
            @Context Caller caller,
            @PathParam("id") String id,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            JsonObject json) {
        RequestBody body = RequestBody.of(json, "comment");
        return OperationResource.accepted(
                executions.repeat(caller, executionId(id), body.textOrEmpty("comment"), idempotencyKey));
    }

    @POST
    @Path("{id}/resolve")
    @Permitted("execution:resolve")
    @Route(
            summary = "Say whether an unclear effect happened; it counts when a second person says the same",
            body = "Resolution",
            answer = "Execution",
            problems = {ProblemType.UNKNOWN_EXECUTION, ProblemType.STATE_CONFLICT})
    public JsonObject resolve(@Context Caller caller, @PathParam("id") String id, JsonObject json) {
        RequestBody body = RequestBody.of(json, "effect", "verdict", "externalId", "reason");
        boolean applied = body.oneOf("verdict", "APPLIED", "NOT_APPLIED").equals("APPLIED");
        String externalId = body.json().findText("externalId").orElse(null);
        return ExecutionJson.of(resolutions.propose(
                caller, executionId(id), body.text("effect"), applied, externalId, body.text("reason")));
    }

    private List<LogLine> logLines(Caller caller, String id, @Nullable String after, @Nullable String limit) {
        return executions.logs(caller, executionId(id), QueryText.integer("after", after, 0, 0, Long.MAX_VALUE), (int)
                QueryText.integer("limit", limit, LOG_PAGE_DEFAULT, 1, LOG_PAGE_MAX));
    }

    private static JsonObject items(List<JsonObject> items) {
        return Json.object().put("items", items).build();
    }

    /** States that both parameters allow. */
    private static Set<ExecutionState> states(@Nullable String status, @Nullable String state) {
        Set<ExecutionState> states = EnumSet.allOf(ExecutionState.class);
        if (state != null) {
            states.retainAll(QueryText.words("state", state, ExecutionState.class));
        }
        if (status != null) {
            List<ExecutionStatus> wanted = QueryText.words("status", status, ExecutionStatus.class);
            states.removeIf(candidate -> !wanted.contains(candidate.status()));
        }
        return status == null && state == null ? Set.of() : states;
    }

    private static boolean noneCanMatch(@Nullable String status, @Nullable String state, Set<ExecutionState> states) {
        return states.isEmpty() && (status != null || state != null);
    }

    private static String position(Execution execution) {
        return execution.createdAt() + " " + execution.id();
    }

    private static ExecutionFilter.Cursor place(String position) {
        int space = position.indexOf(' ');
        return new ExecutionFilter.Cursor(
                Instant.parse(position.substring(0, space)), new ExecutionId(position.substring(space + 1)));
    }

    private static long eventNumber(String lastEventId) {
        if (!lastEventId.matches("[0-9]{1,18}")) {
            throw ProblemException.ofField(
                    ProblemType.INVALID_REQUEST,
                    "Last-Event-ID",
                    "header Last-Event-ID must be the id of an event of this stream");
        }
        return Long.parseLong(lastEventId);
    }

    private static ExecutionId executionId(String text) {
        try {
            return new ExecutionId(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemType.UNKNOWN_EXECUTION, String.valueOf(e.getMessage()));
        }
    }
}
