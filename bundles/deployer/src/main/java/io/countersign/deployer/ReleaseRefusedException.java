package io.countersign.deployer;

/** A jar or an operation that cannot become a release; the message says why and what to do. */
final class ReleaseRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    ReleaseRefusedException(String message) {
        super(message);
    }

    ReleaseRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
