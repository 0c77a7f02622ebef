package io.countersign.shell.signin;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.core.access.AccessService;
import io.countersign.core.access.Authentication;
import io.countersign.core.access.Caller;
import io.countersign.core.access.QuickAccess;
import io.countersign.core.access.Role;
import io.countersign.core.access.User;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.testing.FakeAuditRepository;
import io.countersign.core.testing.FakeSessionRepository;
import io.countersign.core.testing.FakeUserRepository;
import io.countersign.core.testing.SettableClock;
import java.security.Principal;
import java.security.PrivilegedAction;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.junit.Before;
import org.junit.Test;

public final class PlatformLoginModuleTest {
    private static final String PASSWORD = "four unrelated words";

    /** Stands still: waiting times pass for nobody, however long a password takes to check. */
    private final SettableClock clock = new SettableClock();

    private final FakeAuditRepository log = new FakeAuditRepository();
    private final FakeUserRepository users = new FakeUserRepository(log);
    private final Subject subject = new Subject();
    private AccessService access;
    private User maria;

    @Before
    public void makeAnAccount() {
        Caller node = Caller.node("test");
        User admin = new User(
                "a".repeat(32), "admin", "Admin", Set.of(Role.ADMINISTRATOR), true, node.userId(), clock.instant());
        users.recordCreation(
                admin,
                "no password",
                new AuditTrail(clock, new Ids())
                        .entry(node, AuditAction.USER_CREATED, "user:" + admin.id(), JsonObject.empty()));
        access = QuickAccess.of(users, new FakeSessionRepository(log), log, clock);
        Caller caller = new Caller(admin.id(), "admin", admin.roles(), Authentication.SESSION, "");
        maria = access.createUser(caller, "maria", "Maria", PASSWORD, Set.of(Role.OPERATOR));
        subject.getPrincipals().add(new ClientPrincipal("ssh", "/192.0.2.7:49974"));
    }

    @Test
    public void whoSignsInIsThePlatformUser() throws LoginException {
        PlatformLoginModule module = module(answering("maria", PASSWORD));
        assertTrue(module.login());
        assertTrue(module.commit());

        Caller caller =
                subject.getPrincipals(CallerPrincipal.class).iterator().next().caller();
        assertEquals(maria.id(), caller.userId());
        assertEquals(Authentication.SHELL_PASSWORD, caller.authentication());
        assertEquals("192.0.2.7", caller.address());
        assertEquals(Set.of("maria"), names(UserPrincipal.class));
        assertEquals(Set.of("shell", "operator"), names(RolePrincipal.class));
        assertEquals(
                Optional.of(maria.id()),
                Subject.doAs(subject, (PrivilegedAction<Optional<Caller>>) () -> SignedInUser.caller(access))
                        .map(Caller::userId));
    }

    @Test
    public void thePeersAddressIsReadInEveryForm() throws LoginException {
        Map<String, String> forms = Map.of(
                "/[2001:db8:0:0:0:0:0:1]:49974", "2001:db8:0:0:0:0:0:1",
                "host.example.com/192.0.2.9:22", "192.0.2.9",
                "unknown", "");
        for (Map.Entry<String, String> form : forms.entrySet()) {
            subject.getPrincipals().clear();
            subject.getPrincipals().add(new ClientPrincipal("ssh", form.getKey()));
            PlatformLoginModule module = module(answering("maria", PASSWORD));
            module.login();
            module.commit();

            assertEquals(
                    form.getValue(),
                    subject.getPrincipals(CallerPrincipal.class)
                            .iterator()
                            .next()
                            .caller()
                            .address());
        }
    }

    @Test
    public void signingOutTakesItAllAway() throws LoginException {
        PlatformLoginModule module = module(answering("maria", PASSWORD));
        module.login();
        module.commit();

        module.logout();

        assertEquals(Set.of(), names(CallerPrincipal.class));
        assertEquals(Set.of(), names(RolePrincipal.class));
        assertEquals(Optional.empty(), SignedInUser.caller(access));
    }

    @Test
    public void aWrongPasswordBringsNothingAndIsLogged() {
        PlatformLoginModule module = module(answering("maria", "wrong password 1"));

        assertThrows(FailedLoginException.class, module::login);
        assertFalse(module.commit());

        assertEquals(Set.of(), names(CallerPrincipal.class));
        assertEquals(1, refusals());
    }

    @Test
    public void guessingIsSlowedDownByAccountAndAddress() {
        for (int i = 0; i < 5; i++) {
            assertThrows(FailedLoginException.class, () -> module(answering("maria", "wrong password 1"))
                    .login());
        }
        FailedLoginException refused =
                assertThrows(FailedLoginException.class, () -> module(answering("maria", PASSWORD))
                        .login());

        assertTrue(refused.toString(), refused.toString().contains("too many failed sign-ins"));
    }

    @Test
    public void anOfferedKeyIsRefusedWithoutCountingAsAWrongPassword() throws LoginException {
        for (int i = 0; i < 10; i++) {
            PlatformLoginModule offered = module(questions -> {
                throw new UnsupportedCallbackException(questions[1]);
            });
            assertThrows(FailedLoginException.class, offered::login);
        }

        assertTrue(module(answering("maria", PASSWORD)).login());
        assertEquals(0, refusals());
    }

    private PlatformLoginModule module(CallbackHandler handler) {
        PlatformLoginModule module = new PlatformLoginModule();
        module.initialize(subject, handler, Map.of(), Map.of(PlatformLoginModule.ACCESS, access));
        return module;
    }

    private static CallbackHandler answering(String username, String password) {
        return questions -> {
            for (Callback question : questions) {
                if (question instanceof NameCallback name) {
                    name.setName(username);
                } else if (question instanceof PasswordCallback secret) {
                    secret.setPassword(password.toCharArray());
                }
            }
        };
    }

    private Set<String> names(Class<? extends Principal> type) {
        return subject.getPrincipals(type).stream().map(Principal::getName).collect(Collectors.toSet());
    }

    private long refusals() {
        return log.entries().stream()
                .filter(entry -> entry.action() == AuditAction.SESSION_REFUSED)
                .count();
    }
}
