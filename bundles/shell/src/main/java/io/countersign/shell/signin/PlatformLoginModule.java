package io.countersign.shell.signin;

import io.countersign.core.access.AccessService;
import io.countersign.core.access.Caller;
import io.countersign.core.access.SignInRefusedException;
import io.countersign.core.access.SignInThrottledException;
import java.io.IOException;
import java.security.Principal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs a person in to the shell by the platform's accounts, with the same throttle and log as REST. */
public final class PlatformLoginModule implements LoginModule {
    static final String ACCESS = "io.countersign.access";

    /** What every signed-in user has in Karaf's eyes; what they may do with {@code ops:*} is for core to decide. */
    private static final String SHELL_ROLE = "shell";

    private static final Logger LOG = LoggerFactory.getLogger(PlatformLoginModule.class);
    // a socket address as text: localhost/127.0.0.1:49974 or /[0:0:0:0:0:0:0:1]:49974
    private static final Pattern PEER = Pattern.compile(".*/\\[?(.+?)\\]?:\\d+");

    private final Set<Principal> principals = new HashSet<>();
    private @Nullable Subject subject;
    private @Nullable CallbackHandler handler;
    private @Nullable AccessService access;
    private @Nullable Caller caller;

    /** For Karaf's proxy, which makes the module by reflection. */
    public PlatformLoginModule() {}

    @Override
    public void initialize(
            Subject newSubject, CallbackHandler newHandler, Map<String, ?> sharedState, Map<String, ?> options) {
        this.subject = newSubject;
        this.handler = newHandler;
        this.access = (AccessService) Objects.requireNonNull(options.get(ACCESS), "option " + ACCESS);
    }

    @Override
    public boolean login() throws LoginException {
        NameCallback name = new NameCallback("username");
        PasswordCallback password = new PasswordCallback("password", false);
        ask(name, password);
        char[] typed = password.getPassword();
        password.clearPassword();
        if (name.getName() == null || typed == null) {
            throw new FailedLoginException("username and password are needed");
        }
        String address = peerAddress();
        try {
            caller = access().authenticateShell(name.getName(), new String(typed), address);
            return true;
        } catch (SignInRefusedException | SignInThrottledException e) {
            // Karaf says nothing about it above debug; the audit log has it too
            LOG.info(
                    "shell sign-in from {} was refused: {}",
                    address.isEmpty() ? "an unknown address" : address,
                    e.getMessage());
            throw asLoginException(e);
        } finally {
            Arrays.fill(typed, '\0');
        }
    }

    @Override
    public boolean commit() {
        Caller signedIn = caller;
        if (signedIn == null) {
            return false;
        }
        principals.add(new CallerPrincipal(signedIn));
        principals.add(new UserPrincipal(signedIn.username()));
        principals.add(new RolePrincipal(SHELL_ROLE));
        signedIn.roles().forEach(role -> principals.add(new RolePrincipal(role.word())));
        subject().getPrincipals().addAll(principals);
        caller = null;
        return true;
    }

    @Override
    public boolean abort() {
        boolean wasSignedIn = caller != null;
        caller = null;
        return wasSignedIn;
    }

    @Override
    public boolean logout() {
        subject().getPrincipals().removeAll(principals);
        principals.clear();
        return true;
    }

    private void ask(Callback... questions) throws LoginException {
        try {
            Objects.requireNonNull(handler, "initialize comes first").handle(questions);
        } catch (UnsupportedCallbackException e) {
            // a public key was offered; that is no wrong password, so it is not counted as one
            throw asLoginException(e);
        } catch (IOException e) {
            throw asLoginException(e);
        }
    }

    private static FailedLoginException asLoginException(Exception cause) {
        FailedLoginException failed = new FailedLoginException(cause.getMessage());
        failed.initCause(cause);
        return failed;
    }

    private String peerAddress() {
        return subject().getPrincipals(ClientPrincipal.class).stream()
                .map(ClientPrincipal::getAddress)
                .map(PEER::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
    }

    private AccessService access() {
        return Objects.requireNonNull(access, "initialize comes first");
    }

    private Subject subject() {
        return Objects.requireNonNull(subject, "initialize comes first");
    }
}
