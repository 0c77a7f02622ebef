package io.countersign.core.release;

import io.countersign.core.access.Caller;
import io.countersign.core.registry.Release;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Port: brings releases into this node, and knows what became of them here. */
public interface ReleaseInstaller {

    /** The largest jar that is taken, in bytes. */
    long jarBytesMax();

    /**
     * Takes a jar in: it is checked, installed beside what is there and started; once it serves it takes the new
     * executions, and the other releases of its bundle drain.
     *
     * @param fileName what its sender calls it
     * @param jar read to its end, never held in memory as a whole while it comes
     * @throws ReleaseTooLargeException when it has more than {@link #jarBytesMax} bytes
     * @throws ReleaseUnusableException when it cannot serve; nothing has changed then
     * @throws IOException when the jar cannot be read
     */
    Release install(Caller caller, String fileName, InputStream jar) throws IOException;

    /**
     * Lets a known release take new executions again: it is installed and started if need be, and once it serves the
     * other releases of its bundle drain.
     *
     * @param seen as the caller read it
     * @param drain what is noted of the others
     * @throws ReleaseConflictException when it or one of the others has changed since
     * @throws ReleaseUnusableException when it cannot serve; nothing has changed then
     */
    Release activate(Caller caller, Release seen, Release.Drain drain);

    /** Whether the jar of a release is still kept, so that it could be activated. */
    boolean isKept(Release release);

    /** Follows the rows now rather than at the next period; returns at once. */
    void alignSoon();

    /** Why releases that should serve on this node do not, by digest. */
    Map<String, String> troubles();

    /** Jars that this node refused last and that are still around, newest first. */
    List<RefusedJar> refused();
}
