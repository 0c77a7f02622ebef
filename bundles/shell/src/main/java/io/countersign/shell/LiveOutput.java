package io.countersign.shell;

import java.io.PrintStream;

/**
 * Where a command prints while it goes on. What it prints passes through the shell's own streams, which keep it until the
 * command ends unless the stream to the client is flushed too; and a client that went away is noticed only by writing to
 * that stream.
 */
final class LiveOutput {
    private static final byte[] NOTHING = {};

    private final PrintStream out;
    private final PrintStream client;

    /**
     * @param out where the command prints, possibly into a pipe
     * @param client the stream of the session behind it
     */
    LiveOutput(PrintStream out, PrintStream client) {
        this.out = out;
        this.client = client;
    }

    void line(String text) {
        out.println(text);
    }

    /** Sends what was printed on its way; false when nobody is there to read it. */
    boolean isRead() {
        boolean unread = out.checkError();
        client.write(NOTHING, 0, 0);
        return !(client.checkError() || unread);
    }
}
