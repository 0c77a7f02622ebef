package io.countersign.core.access;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who is calling: the first argument of every service method.
 *
 * @param userId stable id of the user
 * @param username name they signed in with
 * @param roles what they were given when they authenticated
 * @param authentication how they proved it
 * @param address where the call came from, empty when unknown
 */
public record Caller(String userId, String username, Set<Role> roles, Authentication authentication, String address) {
    /** Copies the roles. */
    public Caller {
        roles = Set.copyOf(roles);
    }

    /** The platform itself, when a worker acts without a person. */
    public static Caller node(String nodeName) {
        return new Caller("node:" + nodeName, nodeName, Set.of(), Authentication.NODE, "");
    }

    public boolean may(Permission needed) {
        return roles.stream().flatMap(role -> role.permissions().stream()).anyMatch(granted -> granted.implies(needed));
    }

    /** Stops the call when the permission was not granted. */
    public void require(Permission needed) {
        if (!may(needed)) {
            throw new PermissionDeniedException(this, needed);
        }
    }

    /** All granted permissions as text, in a stable order. */
    public Set<String> permissionTexts() {
        Set<String> texts = new LinkedHashSet<>();
        roles.stream().sorted().forEach(role -> role.permissions().forEach(permission -> texts.add(permission.text())));
        return texts;
    }
}
