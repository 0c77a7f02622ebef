package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import io.countersign.core.access.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Every role at every route: who has no business there is turned away, before the route reads anything. */
public final class PermissionMatrixTest {
    private static final Set<Role> EVERYBODY = EnumSet.allOf(Role.class);

    /** Written down once more, by hand: a slip in a role or in a route shows here. */
    private static final Map<String, Set<Role>> HOLDERS = Map.ofEntries(
            Map.entry("operation:read", EVERYBODY),
            Map.entry("operation:execute", EnumSet.of(Role.OPERATOR, Role.INTEGRATOR)),
            Map.entry("execution:read", EVERYBODY),
            Map.entry("execution:approve", EnumSet.of(Role.APPROVER)),
            Map.entry("execution:cancel", EnumSet.of(Role.ADMINISTRATOR, Role.OPERATOR)),
            Map.entry("execution:resolve", EnumSet.of(Role.OPERATOR, Role.APPROVER)),
            Map.entry("file:read", EnumSet.complementOf(EnumSet.of(Role.EXECUTIVE))),
            Map.entry("file:write", EnumSet.of(Role.OPERATOR, Role.INTEGRATOR)),
            Map.entry("user:read", EnumSet.of(Role.ADMINISTRATOR, Role.AUDITOR)),
            Map.entry("user:write", EnumSet.of(Role.ADMINISTRATOR)),
            Map.entry("plugin:read", EVERYBODY),
            Map.entry("plugin:release", EnumSet.of(Role.ADMINISTRATOR)),
            Map.entry("audit:read", EnumSet.of(Role.ADMINISTRATOR, Role.AUDITOR)));

    private static TestNode node;

    @BeforeClass
    public static void start() throws IOException {
        node = new TestNode();
    }

    @AfterClass
    public static void stop() {
        node.close();
    }

    @Test
    public void aRoutePassesExactlyTheRolesThatHoldItsPermission() {
        for (DeclaredRoute route : DeclaredRoute.of(ApiServer.RESOURCES)) {
            for (Role role : Role.values()) {
                int status = call(route, node.as(role.word()));
                String what = role + " at " + route.httpMethod() + " " + route.path();
                if (mayPass(route, role)) {
                    assertNotEquals(what, 401, status);
                    assertNotEquals(what, 403, status);
                } else {
                    assertEquals(what, 403, status);
                }
                // one of the routes ended the session
                node.openSession(role.word(), node.clock.instant().plus(Duration.ofHours(1)));
            }
        }
    }

    @Test
    public void whoIsNotSignedInPassesOnlyWhereNobodyNeedsToBe() {
        for (DeclaredRoute route : DeclaredRoute.of(ApiServer.RESOURCES)) {
            String what = route.httpMethod() + " " + route.path();
            for (Client stranger : List.of(node.anonymous(), node.as("nobody"))) {
                int status = call(route, stranger);
                if (route.isAnonymous()) {
                    assertNotEquals(what, 401, status);
                } else {
                    assertEquals(what, 401, status);
                }
            }
        }
    }

    private static boolean mayPass(DeclaredRoute route, Role role) {
        return route.permission()
                .map(permission -> HOLDERS.getOrDefault(permission, Set.of()).contains(role))
                .orElse(true);
    }

    private static int call(DeclaredRoute route, Client client) {
        String path = ApiDoor.API
                + route.path()
                        .replace("{id}", "0".repeat(32))
                        .replace("{name}", "bank.nothing")
                        .replace("{provider}", "bank")
                        .replace("{connection}", "main")
                        .replace("{digest}", "0".repeat(64));
        boolean stream = Arrays.stream(route.method().getAnnotations())
                .anyMatch(annotation -> annotation.toString().contains("text/event-stream"));
        if (stream) {
            var opened = client.open(path, "Accept", "text/event-stream");
            close(opened.body());
            return opened.statusCode();
        }
        if (route.httpMethod().equals("POST")) {
            // an empty object is refused by every route that reads it, after permissions were looked at
            boolean upload = route.permission().equals(Optional.of("file:write"))
                    || route.path().equals("/plugins");
            return upload
                    ? client.upload(path, "", "text/csv", "").status()
                    : client.post(path, "{}").status();
        }
        return client.send(route.httpMethod(), path, BodyPublishers.noBody()).status();
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
