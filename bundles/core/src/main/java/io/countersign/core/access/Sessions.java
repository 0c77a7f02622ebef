package io.countersign.core.access;

import io.countersign.api.json.Json;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.plan.Sha256;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Sessions behind bearer tokens. A session and the roles of its user are read again after {@link #CACHED_FOR}, so a
 * session that was ended on another node, or a changed role, counts here at the latest then.
 */
final class Sessions {
    static final Duration CACHED_FOR = Duration.ofSeconds(3);

    private static final Duration USE_NOTED_EACH = Duration.ofMinutes(1);
    private static final int CACHED_MAX = 10_000;
    private static final int TOKEN_BYTES = 32;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final SessionRepository sessions;
    private final UserRepository users;
    private final AuditTrail trail;
    private final Clock clock;
    private final Limits limits;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Known> cache = new ConcurrentHashMap<>();

    /**
     * How long a session lasts.
     *
     * @param ageMax from sign-in to the end, whatever happens
     * @param idleMax from the last use, which is noted to the minute
     */
    record Limits(Duration ageMax, Duration idleMax) {}

    private record Known(Session session, Caller caller, Instant readAt) {
        Known usedAt(Instant at) {
            Session used = new Session(
                    session.tokenHash(),
                    session.userId(),
                    session.address(),
                    session.createdAt(),
                    at,
                    session.expiresAt());
            return new Known(used, caller, readAt);
        }
    }

    Sessions(SessionRepository sessions, UserRepository users, AuditTrail trail, Clock clock, Limits limits) {
        this.sessions = sessions;
        this.users = users;
        this.trail = trail;
        this.clock = clock;
        this.limits = limits;
    }

    SignedIn start(User user, String address) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant expiresAt = now.plus(limits.ageMax());
        Caller caller = new Caller(user.id(), user.username(), user.roles(), Authentication.SESSION, address);
        sessions.recordSignIn(
                new Session(Sha256.hex(token), user.id(), address, now, now, expiresAt),
                trail.entry(
                        caller,
                        AuditAction.SESSION_STARTED,
                        "user:" + user.id(),
                        Json.object()
                                .put("address", address)
                                .put("expiresAt", expiresAt.toString())
                                .build()));
        return new SignedIn(token, caller, expiresAt);
    }

    /**
     * Who holds the token.
     *
     * @throws NotSignedInException when it belongs to no session of an active account
     * @throws SessionExpiredException when its session is too old or was idle for too long
     */
    Caller authenticate(String token) {
        Instant now = clock.instant();
        String hash = hash(token);
        Known known = alive(hash, now);
        noteUse(hash, known, now);
        return known.caller();
    }

    /** Like {@link #authenticate}, but does not count as use. */
    Caller peek(String token) {
        return alive(hash(token), clock.instant()).caller();
    }

    private Known alive(String hash, Instant now) {
        Known known = cache.get(hash);
        if (known == null || !now.isBefore(known.readAt().plus(CACHED_FOR))) {
            known = read(hash, now);
        }
        requireAlive(known.session(), now);
        return known;
    }

    /** Ends the session; nothing happens when there is none. */
    void end(String token) {
        String hash = hash(token);
        sessions.find(hash).ifPresent(session -> {
            Caller actor = caller(session);
            sessions.recordSignOut(
                    hash,
                    trail.entry(
                            actor,
                            AuditAction.SESSION_ENDED,
                            "user:" + session.userId(),
                            Json.object().put("reason", "signed-out").build()));
        });
        cache.remove(hash);
    }

    /** Reads sessions of this user again at their next use. */
    void reread(String userId) {
        cache.values().removeIf(known -> known.session().userId().equals(userId));
    }

    void forgetExpired() {
        Instant now = clock.instant();
        cache.values().removeIf(known -> !now.isBefore(known.readAt().plus(CACHED_FOR)));
        sessions.forgetExpired(now);
    }

    private static String hash(String token) {
        if (!TOKEN.matcher(token).matches()) {
            throw new NotSignedInException();
        }
        return Sha256.hex(token);
    }

    private Known read(String hash, Instant now) {
        Session session = sessions.find(hash).orElseThrow(() -> {
            cache.remove(hash);
            return new NotSignedInException();
        });
        Known known = new Known(session, caller(session), now);
        if (cache.size() >= CACHED_MAX) {
            cache.clear();
        }
        cache.put(hash, known);
        return known;
    }

    private Caller caller(Session session) {
        User user = users.findById(session.userId()).filter(User::active).orElseThrow(() -> {
            cache.remove(session.tokenHash());
            return new NotSignedInException();
        });
        return new Caller(user.id(), user.username(), user.roles(), Authentication.SESSION, session.address());
    }

    private void requireAlive(Session session, Instant now) {
        if (!now.isBefore(session.expiresAt())) {
            throw SessionExpiredException.old(limits.ageMax());
        }
        if (!now.isBefore(session.lastUsedAt().plus(limits.idleMax()))) {
            throw SessionExpiredException.idle(limits.idleMax());
        }
    }

    private void noteUse(String hash, Known known, Instant now) {
        if (now.isBefore(known.session().lastUsedAt().plus(USE_NOTED_EACH))) {
            return;
        }
        // of several requests at the same moment only the one that wins the replacement writes
        if (cache.replace(hash, known, known.usedAt(now.truncatedTo(ChronoUnit.MICROS)))) {
            sessions.recordUse(hash, now.truncatedTo(ChronoUnit.MICROS));
        }
    }
}
