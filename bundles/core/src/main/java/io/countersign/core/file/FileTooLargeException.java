package io.countersign.core.file;

/** A file has more bytes than its limit allows. */
public final class FileTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long sizeBytesMax;

    public FileTooLargeException(String name, long sizeBytesMax) {
        super("file '" + name + "' is larger than the limit of " + sizeBytesMax
                + " bytes; split it, or raise uploadBytesMax in etc/io.countersign.files.cfg");
        this.sizeBytesMax = sizeBytesMax;
    }

    public long sizeBytesMax() {
        return sizeBytesMax;
    }
}
