package io.countersign.core.access;

import java.time.Duration;
import java.util.Optional;

/**
 * The one place where a password is compared: throttle first, then the same work whether or not the account exists, then
 * the verdict, and every refusal is told to the log.
 */
final class PasswordCheck {
    private static final String NO_ACCOUNT = "0".repeat(32);
    private static final int PASSWORD_LENGTH_MAX = 4 * AccountRules.PASSWORD_LENGTH_MAX;

    private final UserRepository users;
    private final Argon2idPasswords passwords;
    private final SignInThrottle throttle;
    private final RefusalLog refusals;
    private final String decoyHash;

    PasswordCheck(UserRepository users, Argon2idPasswords passwords, SignInThrottle throttle, RefusalLog refusals) {
        this.users = users;
        this.passwords = passwords;
        this.throttle = throttle;
        this.refusals = refusals;
        this.decoyHash = passwords.decoy();
    }

    /**
     * The active account that username and password open.
     *
     * @param address empty when unknown
     * @throws SignInRefusedException when they open none
     * @throws SignInThrottledException when too many attempts failed before
     */
    User require(String typedUsername, String password, String address) {
        String normal = AccountRules.normalUsername(typedUsername);
        String account = AccountRules.isUsername(normal) ? normal : "";
        Duration wait = throttle.admit(account, address);
        if (!wait.isZero()) {
            refusals.refused(RefusalLog.Reason.THROTTLED, find(account).orElse(null), address);
            throw SignInThrottledException.afterFailures(wait);
        }
        Optional<User> user = find(account);
        String hash =
                users.findPasswordHash(user.map(User::id).orElse(NO_ACCOUNT)).orElse(decoyHash);
        String tried = password.length() > PASSWORD_LENGTH_MAX ? "" : password;
        boolean right = passwords.matches(tried, hash);
        if (user.isEmpty()) {
            throw refused(RefusalLog.Reason.UNKNOWN_ACCOUNT, user, address);
        }
        if (!right) {
            throw refused(RefusalLog.Reason.WRONG_PASSWORD, user, address);
        }
        if (!user.get().active()) {
            throw refused(RefusalLog.Reason.INACTIVE, user, address);
        }
        throttle.succeeded(account, address);
        return user.get();
    }

    private Optional<User> find(String account) {
        return account.isEmpty() ? Optional.empty() : users.findByUsername(account);
    }

    private SignInRefusedException refused(RefusalLog.Reason reason, Optional<User> user, String address) {
        refusals.refused(reason, user.orElse(null), address);
        return new SignInRefusedException();
    }
}
