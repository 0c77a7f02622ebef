package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.access.AccessService;
import io.countersign.core.access.Caller;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;

/** Signing in and out, and the caller's own account. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class SessionResource {
    private final AccessService access;

    SessionResource(AccessService access) {
        this.access = access;
    }

    @POST
    @Path("session")
    @Anonymous
    @Route(
            summary = "Sign in; the only place, besides changing it, where a password is taken",
            body = "SignIn",
            status = 201,
            answer = "Session",
            problems = {ProblemType.SIGN_IN_REFUSED, ProblemType.SIGN_IN_THROTTLED})
    public Response signIn(@Context HttpServletRequest request, JsonObject json) {
        RequestBody body = RequestBody.of(json, "username", "password");
        var signedIn = access.signIn(body.text("username"), body.text("password"), request.getRemoteAddr());
        return Response.status(Response.Status.CREATED)
                .entity(Json.object()
                        .put("token", signedIn.token())
                        .put("expiresAt", signedIn.expiresAt().toString())
                        .put("user", AccountJson.caller(signedIn.caller()))
                        .build())
                .build();
    }

    @DELETE
    @Path("session")
    @SignedIn
    @Route(summary = "Sign out: the token ends at once", status = 204)
    public Response signOut(@Context BearerToken token) {
        access.signOut(token.text());
        return Response.noContent().build();
    }

    @GET
    @Path("me")
    @SignedIn
    @Route(summary = "Who the caller is and what they may do", answer = "Caller")
    public JsonObject me(@Context Caller caller) {
        return AccountJson.caller(caller);
    }

    @POST
    @Path("me/password")
    @SignedIn
    @Route(
            summary = "Change the caller's own password; all sessions of the account end",
            body = "PasswordChange",
            status = 204,
            problems = {ProblemType.SIGN_IN_REFUSED, ProblemType.SIGN_IN_THROTTLED, ProblemType.ACCOUNT_REFUSED})
    public Response changePassword(@Context Caller caller, JsonObject json) {
        RequestBody body = RequestBody.of(json, "currentPassword", "newPassword");
        access.changePassword(caller, body.text("currentPassword"), body.text("newPassword"));
        return Response.noContent().build();
    }
}
