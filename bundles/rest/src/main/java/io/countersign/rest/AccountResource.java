package io.countersign.rest;

import io.countersign.api.json.JsonObject;
import io.countersign.core.access.AccessService;
import io.countersign.core.access.Caller;
import io.countersign.core.access.Role;
import io.countersign.core.access.User;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Accounts. */
@Path("/users")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class AccountResource {
    private final AccessService access;

    AccountResource(AccessService access) {
        this.access = access;
    }

    @GET
    @Permitted("user:read")
    @Route(summary = "Accounts by username", answer = "UserPage")
    public JsonObject list(
            @Context Caller caller,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        int size = QueryText.limit(limit);
        String after = Objects.requireNonNullElse(PageCursor.read(cursor, text -> text), "");
        return PageCursor.page(access.users(caller, after, size), size, AccountJson::user, User::username);
    }

    @POST
    @Permitted("user:write")
    @Route(
            summary = "Make an account",
            body = "NewUser",
            status = 201,
            answer = "User",
            problems = {ProblemType.ACCOUNT_REFUSED, ProblemType.USERNAME_TAKEN})
    public Response create(@Context Caller caller, JsonObject json) {
        RequestBody body = RequestBody.of(json, "username", "displayName", "password", "roles");
        User user = access.createUser(
                caller,
                body.text("username"),
                body.text("displayName"),
                body.text("password"),
                roles(json.array("roles").texts()));
        return Response.status(Response.Status.CREATED)
                .entity(AccountJson.user(user))
                .build();
    }

    private static Set<Role> roles(List<String> words) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : words) {
            roles.add(Role.ofWord(word)
                    .orElseThrow(() -> ProblemException.ofField(
                            ProblemType.INVALID_REQUEST,
                            "roles",
                            "there is no role '" + word + "'; roles are "
                                    + Arrays.stream(Role.values())
                                            .map(Role::word)
                                            .toList())));
        }
        return roles;
    }
}
