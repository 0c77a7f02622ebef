package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.core.access.Authentication;
import io.countersign.core.access.Caller;
import io.countersign.core.access.Permission;
import io.countersign.core.access.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.QueryParam;
import org.junit.Test;

public final class RouteTableTest {
    private static final Caller EVERYTHING =
            new Caller("1", "everything", EnumSet.allOf(Role.class), Authentication.SESSION, "");

    /** What a careless author might write. */
    @Path("/careless")
    static final class CarelessResource {
        @GET
        @Path("nothing")
        public String nothing(@QueryParam("q") String query) {
            return query;
        }

        @GET
        @Path("both")
        @Anonymous
        @Permitted("user:read")
        public String both() {
            return "";
        }
    }

    @Test
    public void everyRouteDeclaresWhoMayCallIt() {
        List<String> undeclared = routes().stream()
                .filter(route -> !route.declaresAccess())
                .map(DeclaredRoute::path)
                .toList();

        assertEquals(List.of(), undeclared);
    }

    @Test
    public void aRouteThatDeclaresNothingOrTooMuchIsClosedToEverybody() {
        List<DeclaredRoute> careless = DeclaredRoute.of(List.of(CarelessResource.class));

        assertEquals(2, careless.size());
        careless.forEach(route -> assertFalse(route.path(), route.permits(EVERYTHING)));
    }

    @Test
    public void onlySignInSignedMessagesHealthAndTheDescriptionAreOpenToEverybody() {
        Set<String> open = routes().stream()
                .filter(DeclaredRoute::isAnonymous)
                .map(route -> route.httpMethod() + " " + route.path())
                .collect(Collectors.toSet());

        assertEquals(
                Set.of(
                        "POST /session",
                        "POST /hooks/{provider}/{connection}",
                        "GET /health/live",
                        "GET /health/ready",
                        "GET /openapi.json"),
                open);
    }

    @Test
    public void everyDeclaredPermissionIsHeldBySomeRole() {
        for (DeclaredRoute route : routes()) {
            route.permission().ifPresent(permission -> assertTrue(permission, route.permits(EVERYTHING)));
        }
    }

    @Test
    public void aPermissionForSomeScopeOpensTheRoute() {
        DeclaredRoute readsExecutions = routes().stream()
                .filter(route -> route.permission().equals(Optional.of("execution:read")))
                .findFirst()
                .orElseThrow();
        Caller own = new Caller("1", "robot", Set.of(Role.INTEGRATOR), Authentication.SESSION, "");

        assertTrue(own.may(Permission.EXECUTION_READ_OWN));
        assertTrue(readsExecutions.permits(own));
    }

    @Test
    public void queryParametersAreReadFromTheMethod() {
        assertEquals(
                Set.of("q"),
                DeclaredRoute.of(List.of(CarelessResource.class)).get(1).queryParameters());
    }

    private static List<DeclaredRoute> routes() {
        return DeclaredRoute.of(ApiServer.RESOURCES);
    }
}
