package io.countersign.core.approval;

/** A person may not decide on this plan: nobody signs their own work. */
public final class BarredFromApprovalException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String username;

    /** @param why continues a sentence that begins with the person: {@code submitted it} */
    public BarredFromApprovalException(String username, String why) {
        super("user '" + username + "' may not decide on this plan because they " + why
                + "; ask another person with the permission to approve");
        this.username = username;
    }

    public String username() {
        return username;
    }
}
