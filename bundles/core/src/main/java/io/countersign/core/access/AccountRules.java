package io.countersign.core.access;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a username, a display name and a password must be like. Length counts more than variety (NIST SP 800-63B). */
final class AccountRules {
    static final int PASSWORD_LENGTH_MAX = 256;

    private static final int PASSWORD_LENGTH_MIN = 12;
    private static final int PASSWORD_DIFFERENT_MIN = 6;
    private static final int DISPLAY_NAME_LENGTH_MAX = 100;
    private static final Pattern USERNAME = Pattern.compile("[a-z][a-z0-9._-]{1,59}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}|\\p{Cf}|\\p{Zl}|\\p{Zp}");

    private AccountRules() {}

    /** The form in which usernames are stored and compared. */
    static String normalUsername(String typed) {
        return typed.strip().toLowerCase(Locale.ROOT);
    }

    static boolean isUsername(String normal) {
        return USERNAME.matcher(normal).matches();
    }

    static String requireUsername(String typed) {
        String normal = normalUsername(typed);
        if (!isUsername(normal)) {
            throw new AccountRefusedException(
                    "username",
                    "a username has 2 to 60 of a-z, 0-9, '.', '_', '-' and starts with a letter, like 'maria.lopez'");
        }
        return normal;
    }

    static String requireDisplayName(String typed) {
        String name = typed.strip();
        if (name.isEmpty()
                || name.length() > DISPLAY_NAME_LENGTH_MAX
                || CONTROL.matcher(name).find()) {
            throw new AccountRefusedException(
                    "displayName",
                    "a display name has 1 to " + DISPLAY_NAME_LENGTH_MAX
                            + " characters and no control characters, like 'Maria López'");
        }
        return name;
    }

    static void requireRoles(Set<Role> roles) {
        if (roles.isEmpty()) {
            throw new AccountRefusedException("roles", "an account needs at least one role, like operator or approver");
        }
    }

    /** Names the broken rule, never the password. */
    static void requirePassword(String password, String username) {
        int length = password.codePointCount(0, password.length());
        if (length < PASSWORD_LENGTH_MIN || length > PASSWORD_LENGTH_MAX) {
            throw refused("has " + length + " characters; allowed are " + PASSWORD_LENGTH_MIN + " to "
                    + PASSWORD_LENGTH_MAX + ". Four unrelated words make a good one");
        }
        if (password.codePoints().distinct().count() < PASSWORD_DIFFERENT_MIN) {
            throw refused(
                    "repeats the same few characters; use at least " + PASSWORD_DIFFERENT_MIN + " different ones");
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (lower.contains(username) || lower.contains("countersign")) {
            throw refused("contains the username or 'countersign', which is guessed first; choose unrelated words");
        }
        if (isOneRun(lower)) {
            throw refused("is one run along the alphabet or the digits; choose unrelated words");
        }
    }

    private static boolean isOneRun(String text) {
        for (int i = 1; i < text.length(); i++) {
            int step = Math.abs(text.charAt(i) - text.charAt(i - 1));
            boolean wrapsAround = text.charAt(i) == '0' && text.charAt(i - 1) == '9';
            if (step != 1 && !wrapsAround) {
                return false;
            }
        }
        return true;
    }

    private static AccountRefusedException refused(String problem) {
        return new AccountRefusedException("password", "the new password " + problem);
    }
}
