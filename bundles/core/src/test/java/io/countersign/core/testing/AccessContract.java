package io.countersign.core.testing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.access.Session;
import io.countersign.core.access.User;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.plan.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** Accounts and sessions. */
public abstract class AccessContract extends ContractTest {

    @Test
    public void accountIsFoundByIdAndName() {
        long before = ports.users().count();
        User user = created("ada");

        assertEquals(before + 1, ports.users().count());
        assertEquals(Optional.of(user), ports.users().findById(user.id()));
        assertEquals(Optional.of(user), ports.users().findByUsername(user.username()));
        assertEquals(Optional.of("hash of " + user.id()), ports.users().findPasswordHash(user.id()));
        assertEquals(List.of("user.created"), audited(user.id()));
        assertEquals(Optional.empty(), ports.users().findById("nobody"));
        assertEquals(Optional.empty(), ports.users().findByUsername("nobody"));
        assertEquals(Optional.empty(), ports.users().findPasswordHash("nobody"));
    }

    @Test
    public void takenUsernameWritesNothing() {
        User user = created("ada");
        User rival = new User(
                Samples.id(), user.username(), "Rival", user.roles(), true, user.createdBy(), user.createdAt());

        assertFalse(ports.users().recordCreation(rival, "hash", Samples.audit(AuditAction.USER_CREATED, rival.id())));

        assertEquals(Optional.of(user), ports.users().findByUsername(user.username()));
        assertEquals(Optional.empty(), ports.users().findById(rival.id()));
        assertEquals(List.of(), audited(rival.id()));
    }

    @Test
    public void listsByUsernameInPages() {
        String prefix = "zz" + Samples.id().substring(0, 20);
        for (String suffix : List.of("-c", ".a", "_b", "9")) {
            create(Samples.user(prefix + suffix));
        }

        // by code point, as Java sorts
        assertEquals(
                List.of(prefix + "-c", prefix + ".a", prefix + "9"),
                ports.users().list(prefix, 3).stream().map(User::username).toList());
        assertEquals(prefix + "_b", ports.users().list(prefix + "9", 1).get(0).username());
    }

    @Test
    public void passwordChangeReplacesTheHashAndEndsTheSessions() {
        User user = created("ada");
        Session own = sessionOf(user, Samples.AT);
        Session other = session(Samples.AT);
        ports.sessions().recordSignIn(own, Samples.audit(AuditAction.SESSION_STARTED, own.tokenHash()));
        ports.sessions().recordSignIn(other, Samples.audit(AuditAction.SESSION_STARTED, other.tokenHash()));

        ports.users()
                .recordPasswordChange(
                        user.id(), "new hash", Samples.audit(AuditAction.USER_PASSWORD_CHANGED, user.id()));

        assertEquals(Optional.of("new hash"), ports.users().findPasswordHash(user.id()));
        assertEquals(Optional.empty(), ports.sessions().find(own.tokenHash()));
        assertEquals(Optional.of(other), ports.sessions().find(other.tokenHash()));
        assertEquals(List.of("user.password-changed", "user.created"), audited(user.id()));
        assertThrows(IllegalArgumentException.class, () -> ports.users()
                .recordPasswordChange("nobody", "hash", Samples.audit(AuditAction.USER_PASSWORD_CHANGED, "nobody")));
    }

    @Test
    public void passwordChangeEndsTheSessionsOfTheAccountAndNoOther() {
        Session own = session(Samples.AT.plus(Duration.ofHours(12)));
        Session other = session(Samples.AT.plus(Duration.ofHours(12)));
        ports.sessions().recordSignIn(own, Samples.audit(AuditAction.SESSION_STARTED, own.tokenHash()));
        ports.sessions().recordSignIn(other, Samples.audit(AuditAction.SESSION_STARTED, other.tokenHash()));

        ports.users()
                .recordPasswordChange(
                        own.userId(), "new hash", Samples.audit(AuditAction.USER_PASSWORD_CHANGED, own.userId()));

        assertEquals(Optional.empty(), ports.sessions().find(own.tokenHash()));
        assertEquals(Optional.of(other), ports.sessions().find(other.tokenHash()));
    }

    @Test
    public void sessionLivesUntilSignOut() {
        Session session = session(Samples.AT.plus(Duration.ofHours(12)));
        ports.sessions().recordSignIn(session, Samples.audit(AuditAction.SESSION_STARTED, session.tokenHash()));
        assertEquals(Optional.of(session), ports.sessions().find(session.tokenHash()));

        Instant later = Samples.AT.plusSeconds(60);
        ports.sessions().recordUse(session.tokenHash(), later);
        assertEquals(
                later, ports.sessions().find(session.tokenHash()).orElseThrow().lastUsedAt());
        ports.sessions()
                .recordSignOut(session.tokenHash(), Samples.audit(AuditAction.SESSION_ENDED, session.tokenHash()));

        assertEquals(Optional.empty(), ports.sessions().find(session.tokenHash()));
        assertEquals(List.of("session.ended", "session.started"), audited(session.tokenHash()));
    }

    @Test
    public void endedSessionsAreForgotten() {
        Session ended = session(Instant.parse("2020-01-01T00:00:00Z"));
        Session alive = session(Instant.parse("2020-01-03T00:00:00Z"));
        ports.sessions().recordSignIn(ended, Samples.audit(AuditAction.SESSION_STARTED, ended.tokenHash()));
        ports.sessions().recordSignIn(alive, Samples.audit(AuditAction.SESSION_STARTED, alive.tokenHash()));

        int forgotten = ports.sessions().forgetExpired(Instant.parse("2020-01-02T00:00:00Z"));

        assertTrue(forgotten >= 1);
        assertEquals(Optional.empty(), ports.sessions().find(ended.tokenHash()));
        assertEquals(Optional.of(alive), ports.sessions().find(alive.tokenHash()));
        ports.sessions().forgetExpired(Instant.parse("2020-01-04T00:00:00Z"));
    }

    private Session session(Instant expiresAt) {
        return sessionOf(created("s"), expiresAt);
    }

    private static Session sessionOf(User user, Instant expiresAt) {
        return new Session(Sha256.hex(Samples.id()), user.id(), "127.0.0.1", Samples.AT, Samples.AT, expiresAt);
    }

    private User created(String prefix) {
        User user = Samples.user(prefix + Samples.id());
        create(user);
        return user;
    }

    private void create(User user) {
        assertTrue(ports.users()
                .recordCreation(user, "hash of " + user.id(), Samples.audit(AuditAction.USER_CREATED, user.id())));
    }
}
