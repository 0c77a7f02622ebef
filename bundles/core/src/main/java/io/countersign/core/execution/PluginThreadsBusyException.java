package io.countersign.core.execution;

/** All threads for plug-in code are taken. */
public final class PluginThreadsBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PluginThreadsBusyException(int threadsMax) {
        super("all " + threadsMax + " plug-in threads are busy; try again, or raise pluginThreadsMax in "
                + "etc/io.countersign.execution.cfg");
    }
}
