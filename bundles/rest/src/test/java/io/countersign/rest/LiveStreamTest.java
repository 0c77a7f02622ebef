package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import javax.servlet.AsyncContext;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.junit.Test;

public final class LiveStreamTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final Connection connection = new Connection();
    private final LiveStream stream = LiveStream.open(connection.request());

    /** A connection whose readiness the test decides. */
    private static final class Connection extends ServletOutputStream {
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private boolean ready = true;
        private boolean broken;
        private int flushes;
        private int completions;

        HttpServletRequest request() {
            HttpServletResponse response = proxy(
                    HttpServletResponse.class,
                    (self, method, arguments) -> method.getName().equals("getOutputStream") ? this : null);
            AsyncContext context = proxy(AsyncContext.class, (self, method, arguments) -> {
                if (method.getName().equals("complete")) {
                    completions++;
                }
                return method.getName().equals("getResponse") ? response : null;
            });
            return proxy(HttpServletRequest.class, (self, method, arguments) -> context);
        }

        String text() {
            return received.toString(StandardCharsets.UTF_8);
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}

        @Override
        public void write(int octet) throws IOException {
            if (!ready) {
                throw new IllegalStateException("written while not ready");
            }
            if (broken) {
                throw new IOException("reset by peer");
            }
            received.write(octet);
        }

        @Override
        public void flush() {
            flushes++;
        }

        private static <T> T proxy(Class<T> type, InvocationHandler handler) {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
        }
    }

    @Test
    public void writesNothingBeforeTheContainerAllowsIt() {
        stream.send("1", "state", JsonObject.empty());
        assertEquals("", connection.text());

        stream.onWritePossible();

        assertEquals("retry: 2000\n\nid: 1\nevent: state\ndata: {}\n\n", connection.text());
        assertEquals(1, connection.flushes);
    }

    @Test
    public void keepsEverythingOnOneLineHoweverTheDataLooks() {
        stream.onWritePossible();
        stream.send("1", "log", Json.object().put("text", "two\nlines\r\u2028").build());

        assertTrue(connection.text(), connection.text().contains("data: {\"text\":\"two\\nlines\\r"));
    }

    @Test
    public void holdsABoundedQueueForAReaderThatTakesNothing() {
        stream.onWritePossible();
        connection.ready = false;
        int sent = 0;
        while (stream.hasRoom()) {
            stream.send(Integer.toString(++sent), "log", JsonObject.empty());
        }
        assertEquals(LiveStream.QUEUE_MAX, sent);

        connection.ready = true;
        stream.onWritePossible();

        assertTrue(stream.hasRoom());
        assertTrue(connection.text().endsWith("id: " + sent + "\nevent: log\ndata: {}\n\n"));
    }

    @Test
    public void endsOnlyWhenEverythingWasSent() {
        stream.onWritePossible();
        connection.ready = false;
        stream.send("1", "state", JsonObject.empty());
        stream.end();
        stream.send("2", "state", JsonObject.empty());
        assertEquals(0, connection.completions);

        connection.ready = true;
        stream.onWritePossible();

        assertEquals(1, connection.completions);
        assertTrue(connection.text().contains("id: 1\n"));
        assertFalse("nothing after the end", connection.text().contains("id: 2\n"));
    }

    @Test
    public void isClosedWhenTheReaderHasGone() {
        stream.onWritePossible();
        connection.broken = true;
        stream.send("1", "state", JsonObject.empty());

        assertTrue(stream.isClosed());
        assertEquals(1, connection.completions);
        stream.abort();
        stream.onError(new IOException("again"));
        assertEquals("completed once", 1, connection.completions);
    }

    @Test
    public void aHeartbeatComesEveryFifteenSeconds() {
        stream.onWritePossible();
        StreamPulse pulse = new StreamPulse(stream, NOON);

        assertFalse(pulse.beat(NOON.plusMillis(14_999)));
        assertTrue(pulse.beat(NOON.plusSeconds(15)));
        assertFalse(pulse.beat(NOON.plusMillis(29_999)));
        assertTrue(pulse.beat(NOON.plusSeconds(30)));

        assertEquals("retry: 2000\n\n: \n\n: \n\n", connection.text());
    }

    @Test
    public void aReaderThatTakesNothingForHalfAMinuteIsGivenUp() {
        StreamPulse pulse = new StreamPulse(stream, NOON);
        while (stream.hasRoom()) {
            stream.send("1", "log", JsonObject.empty());
        }
        Instant full = NOON.plus(Duration.ofSeconds(30));
        pulse.beat(full);
        assertFalse(pulse.isStuck(full));
        assertTrue(pulse.isStuck(full.plusMillis(1)));

        stream.onWritePossible();
        pulse.beat(full.plusMillis(2));
        assertFalse(pulse.isStuck(full.plusMillis(2)));
    }
}
