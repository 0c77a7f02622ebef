package io.countersign.core.file;

/** The configured directory is not the store that the other nodes of the platform use. */
public final class ForeignFileStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForeignFileStoreException(String message) {
        super(message);
    }
}
