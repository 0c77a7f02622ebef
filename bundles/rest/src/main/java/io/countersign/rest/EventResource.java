package io.countersign.rest;

import io.countersign.core.access.Caller;
import java.time.DateTimeException;
import java.time.Instant;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.Context;
import org.jspecify.annotations.Nullable;

/** Everything that changes, for those who show lists. */
@Path("/events")
public final class EventResource {
    private final LiveFeed feed;

    EventResource(LiveFeed feed) {
        this.feed = feed;
    }

    /** Says which execution the caller may see is at which event number; it is not resumed, only continued. */
    @GET
    @Produces("text/event-stream")
    @Permitted("execution:read")
    @Route(
            summary = "Which execution has a new event, as it happens; with Last-Event-ID also what was missed",
            problems = ProblemType.TOO_MANY_STREAMS)
    public void events(
            @Context Caller caller,
            @Context BearerToken token,
            @Context HttpServletRequest request,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            // asks CXF to suspend the request; the stream writes to it directly
            @Suspended AsyncResponse suspended) {
        LiveStream.refuseHead(request);
        feed.followEverything(caller, since(lastEventId), token, request);
    }

    private static @Nullable Instant since(@Nullable String lastEventId) {
        try {
            return lastEventId == null ? null : Instant.parse(lastEventId);
        } catch (DateTimeException e) {
            throw ProblemException.ofField(
                    ProblemType.INVALID_REQUEST,
                    "Last-Event-ID",
                    "header Last-Event-ID must be the id of an event of this stream");
        }
    }
}
