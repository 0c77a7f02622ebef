package io.countersign.core.access;

import io.countersign.core.audit.AuditRepository;
import io.countersign.core.testing.Configuration;
import java.nio.file.Path;
import java.time.Clock;

/** Sign-in whose password hashes cost next to nothing, for tests that are about something else. */
public final class QuickAccess {
    private static final int MEMORY_KIB = 64;

    private QuickAccess() {}

    /** A service with the default limits that makes no first administrator. */
    public static AccessService of(UserRepository users, SessionRepository sessions, AuditRepository log, Clock clock) {
        return of(users, sessions, log, clock, Path.of("no-data"), new Argon2idPasswords(MEMORY_KIB));
    }

    static AccessService of(
            UserRepository users,
            SessionRepository sessions,
            AuditRepository log,
            Clock clock,
            Path data,
            Argon2idPasswords passwords) {
        return new AccessService(
                users,
                sessions,
                log,
                Configuration.defaults(AccessConfig.class),
                new AccessService.Surroundings(clock, Caller.node("test"), data, null, passwords));
    }
}
