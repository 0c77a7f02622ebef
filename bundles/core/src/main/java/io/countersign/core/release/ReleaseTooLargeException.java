package io.countersign.core.release;

/** A jar has more bytes than its limit allows. */
public final class ReleaseTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long sizeBytesMax;

    public ReleaseTooLargeException(long sizeBytesMax) {
        super("the jar has more than " + sizeBytesMax
                + " bytes; build a smaller one, or raise jarBytesMax in etc/io.countersign.deployer.cfg");
        this.sizeBytesMax = sizeBytesMax;
    }

    public long sizeBytesMax() {
        return sizeBytesMax;
    }
}
