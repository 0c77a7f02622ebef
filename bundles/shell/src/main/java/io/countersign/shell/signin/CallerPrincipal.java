package io.countersign.shell.signin;

import io.countersign.core.access.Caller;
import java.security.Principal;

/**
 * The platform user behind a shell session.
 *
 * @param caller as of sign-in; the roles are read again for each command
 */
public record CallerPrincipal(Caller caller) implements Principal {

    @Override
    public String getName() {
        return caller.username();
    }
}
