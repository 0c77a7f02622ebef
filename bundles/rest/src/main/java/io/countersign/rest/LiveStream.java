package io.countersign.rest;

import io.countersign.api.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.servlet.AsyncContext;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * One connection to a reader of server-sent events. Writing never blocks: messages wait in a short queue until the
 * container says that the connection takes more, so a slow reader costs memory for {@link #QUEUE_MAX} messages and no
 * thread.
 */
final class LiveStream implements WriteListener {
    static final int QUEUE_MAX = 256;

    private static final String RECONNECT_AFTER_MILLIS = "2000";

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private boolean writable;
    private boolean unflushed;
    private boolean ending;
    private boolean closed;

    private LiveStream(AsyncContext context, ServletOutputStream out) {
        this.context = context;
        this.out = out;
    }

    /** Takes over the answer of a request that was suspended. */
    static LiveStream open(HttpServletRequest request) {
        AsyncContext context = request.getAsyncContext();
        HttpServletResponse response = (HttpServletResponse) context.getResponse();
        response.setContentType("text/event-stream;charset=utf-8");
        // proxies that collect answers would hold events back
        response.setHeader("X-Accel-Buffering", "no");
        try {
            LiveStream stream = new LiveStream(context, response.getOutputStream());
            stream.write("retry: " + RECONNECT_AFTER_MILLIS + "\n\n");
            stream.out.setWriteListener(stream);
            return stream;
        } catch (IOException e) {
            throw new IllegalStateException("the connection gives no stream", e);
        }
    }

    /** HEAD has no body to stream, and would keep its connection for nothing. */
    static void refuseHead(HttpServletRequest request) {
        if (request.getMethod().equals("HEAD")) {
            throw new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "an event stream takes GET only");
        }
    }

    /** Sends an event with an id from which a reader can go on. */
    void send(String id, String kind, Json data) {
        write("id: " + id + "\nevent: " + kind + "\ndata: " + data.toText() + "\n\n");
    }

    /** Sends a comment, so that both ends and every proxy between see that the connection lives. */
    void heartbeat() {
        write(": \n\n");
    }

    /** Whether the reader keeps up well enough for another message. */
    synchronized boolean hasRoom() {
        return queue.size() < QUEUE_MAX;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends the stream after everything in the queue was sent. */
    synchronized void end() {
        ending = true;
        pump();
    }

    /** Ends the stream now; the reader connects again and resumes. */
    synchronized void abort() {
        queue.clear();
        close();
    }

    @Override
    public synchronized void onWritePossible() {
        writable = true;
        pump();
    }

    @Override
    public synchronized void onError(Throwable cause) {
        abort();
    }

    private synchronized void write(String message) {
        if (!closed && !ending) {
            queue.add(message.getBytes(StandardCharsets.UTF_8));
            pump();
        }
    }

    private void pump() {
        try {
            while (writable && !closed && out.isReady()) {
                byte[] next = queue.poll();
                if (next != null) {
                    out.write(next);
                    unflushed = true;
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    if (ending) {
                        close();
                    }
                    return;
                }
            }
        } catch (IOException e) {
            // the reader has gone, which is how most streams end
            abort();
        }
    }

    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // the container has completed it already, for example because the connection broke
        }
    }
}
