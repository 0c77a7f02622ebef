package io.countersign.core.access;

import java.util.regex.Pattern;

/**
 * A right such as {@code operation:execute:stripe.payout} or {@code user:write}; a granted {@code *} stands for
 * everything from its segment on.
 */
public record Permission(String text) {
    private static final Pattern SHAPE = Pattern.compile("(\\*|[a-z-]+)(:(\\*|[A-Za-z0-9._-]+)){0,2}");

    public static final Permission OPERATION_READ = new Permission("operation:read:*");
    public static final Permission EXECUTION_READ_ALL = new Permission("execution:read:*");
    public static final Permission EXECUTION_READ_OWN = new Permission("execution:read:own");
    public static final Permission EXECUTION_CANCEL_ALL = new Permission("execution:cancel:*");
    public static final Permission EXECUTION_CANCEL_OWN = new Permission("execution:cancel:own");
    public static final Permission EXECUTION_RESOLVE = new Permission("execution:resolve:*");
    public static final Permission FILE_READ_ALL = new Permission("file:read:*");
    public static final Permission FILE_READ_OWN = new Permission("file:read:own");
    public static final Permission FILE_WRITE = new Permission("file:write");
    public static final Permission USER_READ = new Permission("user:read");
    public static final Permission USER_WRITE = new Permission("user:write");
    public static final Permission PLUGIN_READ = new Permission("plugin:read");
    public static final Permission PLUGIN_RELEASE = new Permission("plugin:release");
    public static final Permission AUDIT_READ = new Permission("audit:read");
    public static final Permission SHELL_ADMINISTER = new Permission("shell:administer");

    /** Checks the shape. */
    public Permission {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no permission; write action:object:scope like execution:read:own");
        }
    }

    /** The right to submit, validate and plan an operation. */
    public static Permission toExecute(String operation) {
        return new Permission("operation:execute:" + operation);
    }

    /** The right to decide on plans of an operation. */
    public static Permission toApprove(String operation) {
        return new Permission("execution:approve:" + operation);
    }

    /** Whether whoever was granted this may do {@code needed}. */
    public boolean implies(Permission needed) {
        String[] granted = text.split(":", -1);
        String[] wanted = needed.text.split(":", -1);
        for (int i = 0; i < granted.length; i++) {
            if (granted[i].equals("*")) {
                return true;
            }
            if (i >= wanted.length || !granted[i].equals(wanted[i])) {
                return false;
            }
        }
        return granted.length == wanted.length;
    }

    @Override
    public String toString() {
        return text;
    }
}
