package io.countersign.core.access;

import java.time.Instant;
import java.util.Set;

/**
 * A local account.
 *
 * @param id stable, 32 hexadecimal digits
 * @param username lower-case, unique, 2 to 60 characters
 * @param displayName what people read
 * @param roles at least one
 * @param active whether they may sign in
 * @param createdBy id of the user who made the account, or the node at first start
 */
public record User(
        String id,
        String username,
        String displayName,
        Set<Role> roles,
        boolean active,
        String createdBy,
        Instant createdAt) {
    /** Copies the roles. */
    public User {
        roles = Set.copyOf(roles);
    }
}
