package io.countersign.core.access;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/** Makes accounts and changes their passwords. */
final class Accounts {
    private final UserRepository users;
    private final Argon2idPasswords passwords;
    private final AuditTrail trail;
    private final Ids ids;
    private final Clock clock;

    Accounts(UserRepository users, Argon2idPasswords passwords, AuditTrail trail, Ids ids, Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.trail = trail;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What a new account is to be like, checked.
     *
     * @param password in the clear, on its way to being hashed
     */
    record Request(String username, String displayName, String password, Set<Role> roles) {
        Request {
            username = AccountRules.requireUsername(username);
            displayName = AccountRules.requireDisplayName(displayName);
            AccountRules.requireRoles(roles);
            AccountRules.requirePassword(password, username);
            roles = Set.copyOf(roles);
        }

        @Override
        public String toString() {
            return "account " + username;
        }
    }

    /** The new account, or empty when the username is taken. */
    Optional<User> create(Caller maker, Request request) {
        User user = new User(
                ids.next(),
                request.username(),
                request.displayName(),
                request.roles(),
                true,
                maker.userId(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        JsonObject details = Json.object()
                .put("username", user.username())
                .put("displayName", user.displayName())
                .put(
                        "roles",
                        Json.texts(
                                user.roles().stream().sorted().map(Role::word).toList()))
                .build();
        boolean created = users.recordCreation(
                user,
                passwords.encode(request.password()),
                trail.entry(maker, AuditAction.USER_CREATED, "user:" + user.id(), details));
        return created ? Optional.of(user) : Optional.empty();
    }

    void changePassword(Caller actor, User user, String newPassword) {
        AccountRules.requirePassword(newPassword, user.username());
        users.recordPasswordChange(
                user.id(),
                passwords.encode(newPassword),
                trail.entry(actor, AuditAction.USER_PASSWORD_CHANGED, "user:" + user.id(), JsonObject.empty()));
    }
}
