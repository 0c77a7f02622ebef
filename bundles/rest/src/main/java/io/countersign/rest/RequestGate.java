package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.core.access.AccessService;
import io.countersign.core.access.Caller;
import io.countersign.core.access.Permission;
import io.countersign.core.access.PermissionDeniedException;
import io.countersign.core.audit.Refusals;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;

/**
 * Lets a request pass to its resource method: the caller is signed in, holds the permission that the route declares, and
 * asks with query parameters that the route knows. A route that declares nothing lets nobody pass.
 */
final class RequestGate implements ContainerRequestFilter {
    private static final int SUBJECT_LENGTH_MAX = 150;

    private final Map<Method, DeclaredRoute> routes;
    private final AccessService access;
    private final Refusals refusals;

    RequestGate(List<DeclaredRoute> routes, AccessService access, Refusals refusals) {
        this.routes = routes.stream().collect(Collectors.toMap(DeclaredRoute::method, Function.identity()));
        this.access = access;
        this.refusals = refusals;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        DeclaredRoute route =
                CurrentRequest.resourceMethod().map(routes::get).orElseThrow(RequestGate::undeclaredResource);
        if (!route.isAnonymous() || !route.declaresAccess()) {
            admit(request, route);
        }
        requireKnownQuery(request, route);
        requireContentType(request);
    }

    private void admit(ContainerRequestContext request, DeclaredRoute route) {
        BearerToken token = BearerToken.of(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        Caller caller = access.authenticate(token.text());
        if (!route.permits(caller)) {
            refuse(request, route, caller);
        }
        CurrentRequest.exchange().put(Caller.class, caller);
        CurrentRequest.exchange().put(BearerToken.class, token);
    }

    private void refuse(ContainerRequestContext request, DeclaredRoute route, Caller caller) {
        PermissionDeniedException refusal = new PermissionDeniedException(
                caller, new Permission(route.permission().orElse("nobody")));
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            throw refusal;
        }
        String subject =
                "request:" + request.getMethod() + " /" + request.getUriInfo().getPath();
        refusals.noting(caller, subject.substring(0, Math.min(subject.length(), SUBJECT_LENGTH_MAX)), () -> {
            throw refusal;
        });
    }

    private static void requireKnownQuery(ContainerRequestContext request, DeclaredRoute route) {
        request.getUriInfo().getQueryParameters().forEach((name, values) -> {
            if (!route.queryParameters().contains(name)) {
                throw new ProblemException(
                        ProblemType.UNKNOWN_QUERY_PARAMETER,
                        "unknown query parameter '" + name + "'; "
                                + (route.queryParameters().isEmpty()
                                        ? "this route has none"
                                        : "known are " + String.join(", ", route.queryParameters())),
                        Json.object()
                                .put("field", name)
                                .put("known", Json.texts(route.queryParameters()))
                                .build());
            }
            if (values.size() > 1) {
                throw ProblemException.ofField(
                        ProblemType.INVALID_QUERY_PARAMETER,
                        name,
                        "query parameter '" + name + "' is given " + values.size() + " times; give it once");
            }
        });
    }

    /** JAX-RS lets a body without a type pass; only a request without a body needs none. */
    private static void requireContentType(ContainerRequestContext request) {
        MediaType type = request.getMediaType();
        if (type == null && request.hasEntity() && request.getLength() != 0) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "the body has no Content-Type; send 'Content-Type: application/json'");
        }
    }

    private static IllegalStateException undeclaredResource() {
        return new IllegalStateException("a resource method is not in the table of routes");
    }
}
