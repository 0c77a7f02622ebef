package io.countersign.core.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.plan.Sha256;
import io.countersign.core.testing.FakeAuditRepository;
import io.countersign.core.testing.FakeSessionRepository;
import io.countersign.core.testing.FakeUserRepository;
import io.countersign.core.testing.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class AccessServiceTest {
    private static final String PASSWORD = "four unrelated words";
    private static final Caller ADMINISTRATOR =
            new Caller("a".repeat(32), "root-of-all", Set.of(Role.ADMINISTRATOR), Authentication.SESSION, "");

    @Rule
    public final TemporaryFolder data = new TemporaryFolder();

    private final SettableClock clock = new SettableClock();
    private final FakeAuditRepository log = new FakeAuditRepository();
    private final FakeSessionRepository stored = new FakeSessionRepository(log);
    private final FakeUserRepository users = new FakeUserRepository(log, stored);
    private final CountingSessions sessions = new CountingSessions(stored);
    private final Argon2idPasswords passwords = new Argon2idPasswords(64);
    private AccessService access;
    private User maria;

    @Before
    public void makeAnAccount() {
        access = QuickAccess.of(users, sessions, log, clock, data.getRoot().toPath(), passwords);
        maria = access.createUser(ADMINISTRATOR, "Maria", "Maria López", PASSWORD, Set.of(Role.OPERATOR));
    }

    @Test
    public void aTokenStandsForTheCallerWithHerRoles() {
        SignedIn signedIn = access.signIn(" MARIA ", PASSWORD, "192.0.2.1");

        Caller caller = access.authenticate(signedIn.token());

        assertEquals(
                new Caller(maria.id(), "maria", Set.of(Role.OPERATOR), Authentication.SESSION, "192.0.2.1"), caller);
        assertEquals(clock.instant().plus(Duration.ofHours(12)), signedIn.expiresAt());
    }

    @Test
    public void tokensHave256RandomBitsAndOnlyTheirHashIsStored() {
        SignedIn first = access.signIn("maria", PASSWORD, "");
        SignedIn second = access.signIn("maria", PASSWORD, "");

        assertTrue(first.token().matches("[A-Za-z0-9_-]{43}"));
        assertNotEquals(first.token(), second.token());
        assertTrue(sessions.find(Sha256.hex(first.token())).isPresent());
        assertFalse(sessions.find(first.token()).isPresent());
        assertFalse(first.toString().contains(first.token()));
    }

    @Test
    public void aWrongPasswordAndAnUnknownUserAreToldApartByNobodyButTheLog() {
        String wrong = assertThrows(
                        SignInRefusedException.class, () -> access.signIn("maria", "wrong password 1", "192.0.2.1"))
                .getMessage();
        String unknown = assertThrows(
                        SignInRefusedException.class, () -> access.signIn("nobody", PASSWORD, "192.0.2.1"))
                .getMessage();

        assertEquals(wrong, unknown);
        List<AuditEntry> refusals = entries(AuditAction.SESSION_REFUSED);
        assertEquals("wrong-password", refusals.get(0).details().text("reason"));
        assertEquals("user:" + maria.id(), refusals.get(0).subject());
        assertEquals("unknown-account", refusals.get(1).details().text("reason"));
        assertFalse(
                "what was typed may be a password",
                refusals.get(1).toJson().toText().contains("nobody"));
    }

    @Test
    public void anInactiveAccountCannotSignIn() {
        User gone = new User("b".repeat(32), "gone", "Gone", Set.of(Role.OPERATOR), false, maria.id(), clock.instant());
        AuditEntry entry = log.entries().get(0);
        users.recordCreation(gone, passwords.encode(PASSWORD), entry);

        assertThrows(SignInRefusedException.class, () -> access.signIn("gone", PASSWORD, ""));
    }

    @Test
    public void aSessionEndsTwelveHoursAfterSignInHoweverBusy() {
        SignedIn signedIn = access.signIn("maria", PASSWORD, "");
        for (int i = 0; i < 12 * 6 - 1; i++) {
            clock.advance(Duration.ofMinutes(10));
            access.authenticate(signedIn.token());
        }
        clock.advance(Duration.ofMinutes(10));

        assertThrows(SessionExpiredException.class, () -> access.authenticate(signedIn.token()));
    }

    @Test
    public void peekingAtASessionDoesNotKeepItAlive() {
        SignedIn signedIn = access.signIn("maria", PASSWORD, "");
        clock.advance(Duration.ofMinutes(15).minusSeconds(1));
        assertEquals("maria", access.peek(signedIn.token()).username());
        clock.advance(Duration.ofSeconds(1));

        assertThrows(SessionExpiredException.class, () -> access.peek(signedIn.token()));
        assertThrows(SessionExpiredException.class, () -> access.authenticate(signedIn.token()));
    }

    @Test
    public void aSessionEndsWhenItIsNotUsedForFifteenMinutes() {
        SignedIn signedIn = access.signIn("maria", PASSWORD, "");
        clock.advance(Duration.ofMinutes(15).minusSeconds(1));
        access.authenticate(signedIn.token());
        clock.advance(Duration.ofMinutes(15));

        String message = assertThrows(SessionExpiredException.class, () -> access.authenticate(signedIn.token()))
                .getMessage();

        assertEquals("the session was not used for 15 minutes and has ended; sign in again", message);
    }

    @Test
    public void useIsWrittenAtMostOnceAMinuteAndReadsAreCachedForSeconds() {
        SignedIn signedIn = access.signIn("maria", PASSWORD, "");
        for (int i = 0; i < 1000; i++) {
            access.authenticate(signedIn.token());
        }
        assertEquals(1, sessions.finds);
        assertEquals(0, sessions.uses);

        for (int second = 0; second < 120; second++) {
            clock.advance(Duration.ofSeconds(1));
            access.authenticate(signedIn.token());
        }
        assertEquals(2, sessions.uses);
        assertTrue("reads: " + sessions.finds, sessions.finds <= 1 + 120 / 3);
    }

    @Test
    public void signingOutEndsTheSessionAtOnce() {
        SignedIn signedIn = access.signIn("maria", PASSWORD, "");
        access.authenticate(signedIn.token());

        access.signOut(signedIn.token());
        access.signOut(signedIn.token());

        assertThrows(NotSignedInException.class, () -> access.authenticate(signedIn.token()));
        assertEquals(1, entries(AuditAction.SESSION_ENDED).size());
    }

    @Test
    public void aSessionEndedElsewhereCountsHereWithinThreeSeconds() {
        SignedIn signedIn = access.signIn("maria", PASSWORD, "");
        access.authenticate(signedIn.token());
        sessions.recordSignOut(Sha256.hex(signedIn.token()), log.entries().get(0));
        clock.advance(Duration.ofSeconds(3));

        assertThrows(NotSignedInException.class, () -> access.authenticate(signedIn.token()));
    }

    @Test
    public void whatIsNoTokenIsNotEvenLookedUp() {
        for (String token : List.of("", "x", "a".repeat(44), "a".repeat(42) + "!", "' or 1=1 --")) {
            assertThrows(NotSignedInException.class, () -> access.authenticate(token));
        }
        assertEquals(0, sessions.finds);
    }

    @Test
    public void guessingIsSlowedDownEvenForTheRightPassword() {
        for (int i = 0; i < 5; i++) {
            assertThrows(SignInRefusedException.class, () -> access.signIn("maria", "wrong password 1", ""));
        }
        SignInThrottledException throttled =
                assertThrows(SignInThrottledException.class, () -> access.signIn("maria", PASSWORD, ""));
        assertEquals(1, throttled.retryAfterSeconds());

        clock.advance(Duration.ofSeconds(1));
        access.signIn("maria", PASSWORD, "");
    }

    @Test
    public void anUnknownAccountIsSlowedDownTheSameWay() {
        for (int i = 0; i < 5; i++) {
            assertThrows(SignInRefusedException.class, () -> access.signIn("nobody", PASSWORD, ""));
        }
        assertThrows(SignInThrottledException.class, () -> access.signIn("nobody", PASSWORD, ""));
    }

    @Test
    public void aFloodOfRefusalsLeavesOneEntryAMinute() {
        for (int i = 0; i < 5; i++) {
            assertThrows(SignInRefusedException.class, () -> access.signIn("maria", "wrong password 1", "192.0.2.7"));
        }
        for (int i = 0; i < 10_000; i++) {
            assertThrows(SignInThrottledException.class, () -> access.signIn("maria", PASSWORD, "192.0.2.7"));
        }
        assertEquals(10, entries(AuditAction.SESSION_REFUSED).size());

        clock.advance(Duration.ofMinutes(1));
        access.keepHouse();

        List<AuditEntry> refusals = entries(AuditAction.SESSION_REFUSED);
        assertEquals(11, refusals.size());
        AuditEntry summary = refusals.get(10);
        assertEquals(10_000 - 5, summary.details().object("reasons").integer("throttled"));
        assertEquals(List.of("maria"), summary.details().array("accounts").texts());
        assertEquals(List.of("192.0.2.7"), summary.details().array("addresses").texts());
    }

    @Test
    public void theShellGetsACallerWithoutASession() {
        Caller caller = access.authenticateShell("maria", PASSWORD, "192.0.2.1");

        assertEquals(Authentication.SHELL_PASSWORD, caller.authentication());
        assertEquals(caller, access.current(caller));
        assertEquals(Set.of(Role.OPERATOR), caller.roles());
        assertEquals(
                "shell", entries(AuditAction.SESSION_STARTED).get(0).details().text("door"));
        assertThrows(SignInRefusedException.class, () -> access.authenticateShell("maria", "wrong password 1", ""));
    }

    @Test
    public void onlyWhoMayWriteUsersMakesAccounts() {
        Caller operator = new Caller(maria.id(), "maria", Set.of(Role.OPERATOR), Authentication.SESSION, "");

        assertThrows(
                PermissionDeniedException.class,
                () -> access.createUser(operator, "eve", "Eve", PASSWORD, Set.of(Role.ADMINISTRATOR)));
        assertEquals(1, users.count());
    }

    @Test
    public void aUsernameIsGivenOnce() {
        UsernameTakenException taken = assertThrows(
                UsernameTakenException.class,
                () -> access.createUser(ADMINISTRATOR, "MARIA", "Another", PASSWORD, Set.of(Role.OPERATOR)));
        assertEquals("the username 'maria' is taken; choose another", taken.getMessage());
    }

    @Test
    public void theMakerOfAnAccountIsRemembered() {
        assertEquals(ADMINISTRATOR.userId(), maria.createdBy());
        AuditEntry entry = entries(AuditAction.USER_CREATED).get(0);
        assertEquals(List.of("operator"), entry.details().array("roles").texts());
        assertFalse(entry.toJson().toText().contains(PASSWORD));
    }

    @Test
    public void aChangedPasswordReplacesTheOldOne() {
        Caller caller = access.authenticate(access.signIn("maria", PASSWORD, "").token());

        access.changePassword(caller, PASSWORD, "five other unrelated words");

        assertThrows(SignInRefusedException.class, () -> access.signIn("maria", PASSWORD, ""));
        access.signIn("maria", "five other unrelated words", "");
        assertEquals(1, entries(AuditAction.USER_PASSWORD_CHANGED).size());
    }

    @Test
    public void aChangedPasswordEndsAllSessionsOfTheAccount() {
        SignedIn own = access.signIn("maria", PASSWORD, "");
        SignedIn thiefs = access.signIn("maria", PASSWORD, "");
        access.authenticate(thiefs.token());

        access.changePassword(access.authenticate(own.token()), PASSWORD, "five other unrelated words");

        assertThrows(NotSignedInException.class, () -> access.authenticate(thiefs.token()));
        assertThrows(NotSignedInException.class, () -> access.authenticate(own.token()));
    }

    @Test
    public void whoStaysSignedInHasTheRolesOfTheMoment() {
        Caller once =
                new Caller(maria.id(), "maria", Set.of(Role.ADMINISTRATOR), Authentication.SHELL_PASSWORD, "192.0.2.1");

        assertEquals(Set.of(Role.OPERATOR), access.current(once).roles());
        Caller gone = new Caller("f".repeat(32), "gone", Set.of(), Authentication.SHELL_PASSWORD, "");
        assertThrows(NotSignedInException.class, () -> access.current(gone));
    }

    @Test
    public void aStolenSessionCannotChangeThePasswordNorGuessIt() {
        Caller caller = access.authenticate(access.signIn("maria", PASSWORD, "").token());
        for (int i = 0; i < 5; i++) {
            assertThrows(
                    SignInRefusedException.class,
                    () -> access.changePassword(caller, "wrong password 1", "five other unrelated words"));
        }
        assertThrows(
                SignInThrottledException.class,
                () -> access.changePassword(caller, PASSWORD, "five other unrelated words"));
    }

    @Test
    public void listsAccountsInPages() {
        access.createUser(ADMINISTRATOR, "adam", "Adam", PASSWORD, Set.of(Role.APPROVER));

        assertEquals(List.of("adam"), usernames(access.users(ADMINISTRATOR, "", 1)));
        assertEquals(List.of("maria"), usernames(access.users(ADMINISTRATOR, "adam", 1)));
        assertThrows(AccountRefusedException.class, () -> access.users(ADMINISTRATOR, "", 201));
        Caller operator = new Caller(maria.id(), "maria", Set.of(Role.OPERATOR), Authentication.SESSION, "");
        assertThrows(PermissionDeniedException.class, () -> access.users(operator, "", 1));
    }

    private List<AuditEntry> entries(AuditAction action) {
        return log.entries().stream().filter(entry -> entry.action() == action).toList();
    }

    private static List<String> usernames(List<User> found) {
        return found.stream().map(User::username).toList();
    }
}
