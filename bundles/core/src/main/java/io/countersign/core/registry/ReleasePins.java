package io.countersign.core.registry;

/**
 * How many executions of one operation are pinned to a release and have not ended.
 *
 * @param digest of the release
 * @param operation name of the operation
 * @param waiting planned, but not started
 * @param running started, or with an effect that is being cleared up; only this release can finish them
 * @param settling sent, to be followed until settled; the newest release of the operation does that
 */
public record ReleasePins(String digest, String operation, long waiting, long running, long settling) {

    /** Whether something is pinned that only this release can carry on. */
    public boolean isBinding() {
        return waiting + running > 0;
    }
}
