package io.countersign.rest;

import io.countersign.api.json.JsonObject;
import io.countersign.core.access.Caller;
import io.countersign.core.release.ReleaseService;
import io.countersign.core.release.ReleaseStatus;
import io.countersign.core.release.ReleaseTooLargeException;
import java.io.IOException;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;

/** Releases of plug-ins: looking, uploading, and which of them takes new executions. */
@Path("/plugins")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class PluginResource {
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

    private final ReleaseService releases;

    PluginResource(ReleaseService releases) {
        this.releases = releases;
    }

    @GET
    @Permitted("plugin:read")
    @Route(
            summary =
                    "Releases of plug-ins, the one activated last at the end, with what still needs them and how they are"
                            + " on this node",
            answer = "Plugins")
    public JsonObject list(@Context Caller caller) {
        return CatalogueJson.releases(releases.overview(caller));
    }

    @GET
    @Path("{digest}")
    @Permitted("plugin:read")
    @Route(summary = "One release", answer = "Release", problems = ProblemType.UNKNOWN_RELEASE)
    public JsonObject get(@Context Caller caller, @PathParam("digest") String digest) {
        return CatalogueJson.release(releases.get(caller, digest));
    }

    /** Answers when the release serves on this node; other nodes follow within their alignment period. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Permitted("plugin:release")
    @Route(
            summary =
                    "Upload a jar; once it serves it takes new executions, and the other releases of its bundle drain",
            body = "Upload",
            status = 201,
            answer = "Release",
            problems = {
                ProblemType.RELEASE_TOO_LARGE,
                ProblemType.RELEASE_UNUSABLE,
                ProblemType.RELEASE_CONFLICT,
                ProblemType.FILE_REFUSED,
                ProblemType.INVALID_UPLOAD
            })
    public Response upload(@Context Caller caller, @Context HttpServletRequest request) throws IOException {
        long max = releases.jarBytesMax();
        Upload upload = Upload.of(request, max, () -> new ReleaseTooLargeException(max));
        if (!FILE_NAME.matcher(upload.name()).matches()) {
            throw ProblemException.ofField(
                    ProblemType.FILE_REFUSED,
                    "name",
                    "the file name must be plain, like payout-1.0.0.jar; letters, digits, dot, hyphen and underscore,"
                            + " at most 200");
        }
        ReleaseStatus installed = releases.install(caller, upload.name(), upload.content());
        return Response.status(Response.Status.CREATED)
                .entity(CatalogueJson.release(installed))
                .header(
                        HttpHeaders.LOCATION,
                        ApiDoor.API + "/plugins/" + installed.release().digest())
                .build();
    }

    @POST
    @Path("{digest}/start")
    @Permitted("plugin:release")
    @Route(
            summary = "Let the release take new executions; the other releases of its bundle drain",
            body = "Comment",
            answer = "Release",
            problems = {ProblemType.UNKNOWN_RELEASE, ProblemType.RELEASE_CONFLICT, ProblemType.RELEASE_UNUSABLE})
    public JsonObject start(@Context Caller caller, @PathParam("digest") String digest, JsonObject json) {
        return CatalogueJson.release(releases.start(caller, digest, comment(json)));
    }

    @POST
    @Path("{digest}/stop")
    @Permitted("plugin:release")
    @Route(
            summary = "Let the release finish what is pinned to it and take nothing new",
            body = "Comment",
            answer = "Release",
            problems = {ProblemType.UNKNOWN_RELEASE, ProblemType.RELEASE_CONFLICT})
    public JsonObject stop(@Context Caller caller, @PathParam("digest") String digest, JsonObject json) {
        return CatalogueJson.release(releases.stop(caller, digest, comment(json)));
    }

    @POST
    @Path("{digest}/rollback")
    @Permitted("plugin:release")
    @Route(
            summary = "Go back to the release before this one, which is answered; this one drains",
            body = "Comment",
            answer = "Release",
            problems = {ProblemType.UNKNOWN_RELEASE, ProblemType.RELEASE_CONFLICT, ProblemType.RELEASE_UNUSABLE})
    public JsonObject rollback(@Context Caller caller, @PathParam("digest") String digest, JsonObject json) {
        return CatalogueJson.release(releases.rollback(caller, digest, comment(json)));
    }

    @POST
    @Path("{digest}/withdraw")
    @Permitted("plugin:release")
    @Route(
            summary =
                    "Take the release back: what has not started on it becomes stale, what runs is stopped at its next"
                            + " effect",
            body = "Comment",
            answer = "Release",
            problems = {ProblemType.UNKNOWN_RELEASE, ProblemType.RELEASE_CONFLICT})
    public JsonObject withdraw(@Context Caller caller, @PathParam("digest") String digest, JsonObject json) {
        return CatalogueJson.release(releases.withdraw(caller, digest, comment(json)));
    }

    private static String comment(JsonObject json) {
        return RequestBody.of(json, "comment").textOrEmpty("comment");
    }
}
