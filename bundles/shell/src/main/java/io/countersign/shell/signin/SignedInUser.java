package io.countersign.shell.signin;

import io.countersign.core.access.AccessService;
import io.countersign.core.access.Caller;
import io.countersign.core.access.NotSignedInException;
import java.security.AccessController;
import java.util.Optional;
import javax.security.auth.Subject;

/** Who types the command: taken from the authenticated subject, never from a session variable, which users can assign. */
public final class SignedInUser {
    private SignedInUser() {}

    /**
     * The caller with the roles of this moment.
     *
     * @throws NotSignedInException when the account is gone or not active any more
     * @return empty when nobody signed in: a start script or the local console
     */
    public static Optional<Caller> caller(AccessService access) {
        return principal().map(CallerPrincipal::caller).map(access::current);
    }

    // the successor Subject.current() comes with Java 18; Karaf 4.4 puts the subject here on all it runs on
    @SuppressWarnings("removal")
    private static Optional<CallerPrincipal> principal() {
        return Optional.ofNullable(Subject.getSubject(AccessController.getContext()))
                .flatMap(subject ->
                        subject.getPrincipals(CallerPrincipal.class).stream().findFirst());
    }
}
