package io.countersign.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads server-sent events (WHATWG HTML, "Server-sent events") from an open answer. Comments keep the line alive only. */
public final class EventStream implements AutoCloseable {
    private static final int WAITING_MAX = 10_000;

    private final InputStream source;

    /** Empty at the end of the stream. */
    private final BlockingQueue<Optional<ServerEvent>> events = new LinkedBlockingQueue<>(WAITING_MAX);

    private final Thread reader = new Thread(this::read, "event-stream");

    /** One event: its id (empty when it has none), its name ("message" by default) and its data. */
    public record ServerEvent(String id, String name, String data) {}

    EventStream(InputStream source) {
        this.source = source;
        reader.setDaemon(true);
        reader.start();
    }

    /** The next event, or nothing when none comes within the time or ever: see {@link #hasEnded}. */
    public Optional<ServerEvent> next(Duration max) {
        try {
            Optional<ServerEvent> next = events.poll(max.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                return Optional.empty();
            }
            if (next.isEmpty()) {
                // for whoever asks again
                events.put(next);
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an event", e);
        }
    }

    /** Whether the server has closed the stream and every event was taken. */
    public boolean hasEnded() {
        return Optional.empty().equals(events.peek());
    }

    @Override
    public void close() {
        reader.interrupt();
        try {
            source.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the event stream", e);
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(source, StandardCharsets.UTF_8))) {
            String id = "";
            String name = "message";
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (!data.isEmpty()) events.put(Optional.of(new ServerEvent(id, name, data.toString())));
                    name = "message";
                    data.setLength(0);
                } else if (line.startsWith("id:")) {
                    id = value(line);
                } else if (line.startsWith("event:")) {
                    name = value(line);
                } else if (line.startsWith("data:")) {
                    if (!data.isEmpty()) data.append('\n');
                    data.append(value(line));
                }
            }
        } catch (IOException e) {
            // A closed or broken stream ends the reading; whoever waits sees that nothing more comes.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /** After the events that were read; a reader that was closed needs no mark. */
    private void end() {
        try {
            events.put(Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
