package io.countersign.core.file;

/** A file's name or media type is not acceptable, or the file does not take what was to be done with it. */
public final class FileRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String field;

    FileRefusedException(String field, String message) {
        super(message);
        this.field = field;
    }

    /** What is at fault: {@code name}, {@code mediaType}, {@code id} or {@code limit}. */
    public String field() {
        return field;
    }
}
