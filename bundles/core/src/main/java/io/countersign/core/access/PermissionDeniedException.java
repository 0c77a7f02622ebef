package io.countersign.core.access;

/** A caller lacks the permission for what they tried. */
public final class PermissionDeniedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String username;
    private final String permission;

    public PermissionDeniedException(Caller caller, Permission needed) {
        super("user '" + caller.username() + "' needs the permission " + needed.text()
                + "; ask an administrator for a role that has it");
        this.username = caller.username();
        this.permission = needed.text();
    }

    public String username() {
        return username;
    }

    public String permission() {
        return permission;
    }
}
