package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.execution.Execution;
import io.countersign.core.execution.ExecutionService;
import io.countersign.core.execution.SubmitRequest;
import io.countersign.core.registry.OperationCatalogue;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The catalogue of operations, and asking for one. */
@Path("/operations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class OperationResource {
    private static final long WAIT_SECONDS_MAX = 60;
    private static final long FEED_GRACE_SECONDS = 5;

    private final OperationCatalogue catalogue;
    private final ExecutionService executions;
    private final LiveFeed feed;

    OperationResource(OperationCatalogue catalogue, ExecutionService executions, LiveFeed feed) {
        this.catalogue = catalogue;
        this.executions = executions;
        this.feed = feed;
    }

    @GET
    @Permitted("operation:read")
    @Route(summary = "The newest release of each operation, by name", answer = "Operations")
    public JsonObject list(@Context Caller caller) {
        return Json.object()
                .put(
                        "items",
                        catalogue.list(caller).stream()
                                .map(CatalogueJson::operation)
                                .toList())
                .build();
    }

    @GET
    @Path("{name}")
    @Permitted("operation:read")
    @Route(
            summary = "One operation with its parameters",
            answer = "Operation",
            problems = ProblemType.UNKNOWN_OPERATION)
    public JsonObject get(@Context Caller caller, @PathParam("name") String name) {
        return CatalogueJson.operation(catalogue.get(caller, name));
    }

    @GET
    @Path("{name}/schema")
    @Permitted("operation:read")
    @Route(
            summary = "The operation's parameters as JSON Schema 2020-12",
            answer = "JsonSchema",
            problems = ProblemType.UNKNOWN_OPERATION)
    public JsonObject schema(@Context Caller caller, @PathParam("name") String name) {
        return catalogue.get(caller, name).schema().toJsonSchema();
    }

    @POST
    @Path("{name}/validate")
    @Permitted("operation:execute")
    @Route(
            summary = "Check parameters and say every problem; nothing is written",
            body = "Parameters",
            answer = "Validation",
            problems = {ProblemType.UNKNOWN_OPERATION, ProblemType.PLANNING_FAILED, ProblemType.PLUGINS_BUSY})
    public JsonObject validate(@Context Caller caller, @PathParam("name") String name, JsonObject json) {
        RequestBody body = RequestBody.of(json, "parameters", "files");
        return executions.validate(caller, name, parameters(body)).toJson();
    }

    @POST
    @Path("{name}/plans")
    @Permitted("operation:execute")
    @Route(
            summary = "Make a plan that is shown and forgotten: nothing can be executed from it",
            body = "Parameters",
            answer = "PlanPreview",
            problems = {
                ProblemType.UNKNOWN_OPERATION,
                ProblemType.INVALID_PARAMETERS,
                ProblemType.PLANNING_FAILED,
                ProblemType.PLUGINS_BUSY
            })
    public JsonObject preview(@Context Caller caller, @PathParam("name") String name, JsonObject json) {
        RequestBody body = RequestBody.of(json, "parameters", "files");
        return ExecutionJson.preview(executions.preview(caller, name, parameters(body)));
    }

    /** Answers 202 at once, or, with {@code wait}, when the execution needs a person or has ended. */
    @POST
    @Path("{name}/executions")
    @Permitted("operation:execute")
    @Route(
            summary = "Submit an execution; it is planned at once and executed when its plan is approved",
            body = "Submission",
            status = 202,
            answer = "Execution",
            problems = {
                ProblemType.UNKNOWN_OPERATION,
                ProblemType.INVALID_PARAMETERS,
                ProblemType.IDEMPOTENCY_CONFLICT,
                ProblemType.PLANNING_FAILED,
                ProblemType.QUEUE_FULL,
                ProblemType.PLUGINS_BUSY
            })
    public void submit(
            @Context Caller caller,
            @PathParam("name") String name,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @QueryParam("wait") @Nullable String wait,
            JsonObject json,
            @Suspended AsyncResponse answer) {
        long waitSeconds = QueryText.integer("wait", wait, 0, 0, WAIT_SECONDS_MAX);
        RequestBody body = RequestBody.of(json, "parameters", "files", "comment", "scheduledFor");
        Execution execution = executions.submit(
                caller,
                new SubmitRequest(
                        name,
                        parameters(body),
                        body.textOrEmpty("comment"),
                        body.time("scheduledFor"),
                        idempotencyKey));
        // should the feed be held up, the container answers in its stead
        boolean waiting = waitSeconds > 0 && answer.setTimeout(waitSeconds + FEED_GRACE_SECONDS, TimeUnit.SECONDS);
        answer.setTimeoutHandler(late -> late.resume(accepted(execution)));
        if (!waiting
                || !feed.await(
                        caller, execution, Duration.ofSeconds(waitSeconds), now -> answer.resume(accepted(now)))) {
            answer.resume(accepted(execution));
        }
    }

    /** The given parameters, and under their names the files that are given beside them. */
    private static JsonObject parameters(RequestBody body) {
        JsonObject parameters = body.objectOrEmpty("parameters");
        JsonObject files = body.objectOrEmpty("files");
        for (String name : files.names()) {
            if (parameters.has(name)) {
                throw ProblemException.ofField(
                        ProblemType.INVALID_REQUEST,
                        "files",
                        "'" + name + "' is given both in parameters and in files; give it once");
            }
        }
        return Json.object().putAll(parameters).putAll(files).build();
    }

    /** 202 and where to look. */
    static Response accepted(Execution execution) {
        return Response.accepted(ExecutionJson.of(execution))
                .header(HttpHeaders.LOCATION, ApiDoor.API + "/executions/" + execution.id())
                .build();
    }
}
