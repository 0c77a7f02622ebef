package io.countersign.core.file;

import org.jspecify.annotations.Nullable;

/** There is no such file or version, or the caller may not know of it. */
public final class UnknownFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String id;

    UnknownFileException(String id, @Nullable Integer version) {
        super("there is no file '" + id + "'" + (version == null ? "" : " of version " + version)
                + " that you may read; see GET /files or ops:files");
        this.id = id;
    }

    public String id() {
        return id;
    }
}
