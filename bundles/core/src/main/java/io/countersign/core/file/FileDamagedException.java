package io.countersign.core.file;

/** The stored bytes of a file are missing or are no longer those that were stored. */
public final class FileDamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String sha256;

    public FileDamagedException(String sha256, String problem) {
        super("content " + sha256 + " " + problem + "; restore it from a backup");
        this.sha256 = sha256;
    }

    public String sha256() {
        return sha256;
    }
}
