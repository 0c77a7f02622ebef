package io.countersign.core.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The named sets of permissions that users are given. No role may skip the rules about signing one's own work. */
public enum Role {
    ADMINISTRATOR(
            "operation:read:*",
            "execution:read:*",
            "execution:cancel:*",
            "file:read:*",
            "user:read",
            "user:write",
            "plugin:read",
            "plugin:release",
            "audit:read",
            "shell:administer"),
    OPERATOR(
            "operation:read:*",
            "operation:execute:*",
            "execution:read:*",
            "execution:cancel:own",
            "execution:resolve:*",
            "file:read:*",
            "file:write",
            "plugin:read"),
    APPROVER(
            "operation:read:*",
            "execution:read:*",
            "execution:approve:*",
            "execution:resolve:*",
            "file:read:*",
            "plugin:read"),
    EXECUTIVE("operation:read:*", "execution:read:*", "plugin:read"),
    AUDITOR("operation:read:*", "execution:read:*", "file:read:*", "audit:read", "user:read", "plugin:read"),
    INTEGRATOR(
            "operation:read:*",
            "operation:execute:*",
            "execution:read:own",
            "file:read:own",
            "file:write",
            "plugin:read");

    // an unmodifiable list of records; Error Prone sees only the interface
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Permission> permissions;

    Role(String... permissions) {
        this.permissions = Arrays.stream(permissions).map(Permission::new).toList();
    }

    public List<Permission> permissions() {
        return permissions;
    }

    /** The word people use: {@code administrator}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> ofWord(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
