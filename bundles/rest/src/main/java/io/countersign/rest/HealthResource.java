package io.countersign.rest;

import io.countersign.api.json.JsonObject;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;

/** Whether this node lives and can serve. {@link ApiDoor} answers the same while the API is not up. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
    private final NodeHealth health;

    HealthResource(NodeHealth health) {
        this.health = health;
    }

    @GET
    @Path("live")
    @Anonymous
    @Route(summary = "Whether the process answers; also at /health/live", answer = "Live")
    public JsonObject live() {
        return NodeHealth.live();
    }

    @GET
    @Path("ready")
    @Anonymous
    @Route(
            summary = "Whether the node can serve; also at /health/ready",
            answer = "Ready",
            problems = ProblemType.NOT_READY)
    public JsonObject ready() {
        NodeHealth.Readiness readiness = health.readiness();
        readiness.problem().ifPresent(problem -> {
            throw new ProblemException(problem.type(), problem.detail(), problem.extras());
        });
        return readiness.toJson();
    }

    @GET
    @SignedIn
    @Route(summary = "Every health check with its message", answer = "Health")
    public JsonObject details() {
        return health.details();
    }
}
