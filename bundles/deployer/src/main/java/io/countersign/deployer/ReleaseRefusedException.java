package io.countersign.deployer;

/** A jar or an operation that cannot become a release; the message says why and what to do. */
final class ReleaseRefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean lacksLibrary;

    ReleaseRefusedException(String message) {
        super(message);
        this.lacksLibrary = false;
    }

    ReleaseRefusedException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private ReleaseRefusedException(String message, Throwable cause, boolean lacksLibrary) {
        super(message, cause);
        this.lacksLibrary = lacksLibrary;
    }

    /** Something it imports is not there; that may change with the next bundle that is installed. */
    static ReleaseRefusedException lackingLibrary(String message, Throwable cause) {
        return new ReleaseRefusedException(message, cause, true);
    }

    boolean lacksLibrary() {
        return lacksLibrary;
    }
}
