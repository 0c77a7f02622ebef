package io.countersign.persistence;

import io.countersign.core.access.Role;
import io.countersign.core.access.User;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import javax.persistence.CollectionTable;
import javax.persistence.Column;
import javax.persistence.ElementCollection;
import javax.persistence.Entity;
import javax.persistence.FetchType;
import javax.persistence.Id;
import javax.persistence.JoinColumn;
import javax.persistence.Table;

/** Row of {@code user_account} with its roles. */
@Entity
@Table(name = "user_account")
class UserRow {
    @Id
    private String id;

    private String username;

    @Column(name = "display_name")
    private String displayName;

    @Column(name = "password_hash")
    private String passwordHash;

    private boolean active;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "created_at")
    private OffsetDateTime createdAt;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "user_role", joinColumns = @JoinColumn(name = "user_id"))
    @Column(name = "role")
    private Set<String> roles;

    @SuppressWarnings("NullAway.Init") // OpenJPA fills the fields
    protected UserRow() {}

    UserRow(User user, String passwordHash) {
        id = user.id();
        username = user.username();
        displayName = user.displayName();
        this.passwordHash = passwordHash;
        active = user.active();
        createdBy = user.createdBy();
        createdAt = Timestamps.column(user.createdAt());
        roles = user.roles().stream().map(Role::name).collect(Collectors.toCollection(HashSet::new));
    }

    String passwordHash() {
        return passwordHash;
    }

    void changePasswordHash(String newPasswordHash) {
        passwordHash = newPasswordHash;
    }

    User toUser() {
        return new User(
                id,
                username,
                displayName,
                roles.stream().map(Role::valueOf).collect(Collectors.toUnmodifiableSet()),
                active,
                createdBy,
                createdAt.toInstant());
    }
}
