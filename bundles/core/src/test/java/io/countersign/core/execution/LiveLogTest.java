package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.core.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class LiveLogTest {
    private final SettableClock clock = new SettableClock();
    private final List<LogLine> written = new ArrayList<>();

    @Test
    public void keepsALineOf4096Bytes() {
        String line = "é".repeat(2048);
        assertEquals(line, only(line));
    }

    @Test
    public void cutsALongerLineAtACharacter() {
        String cut = only("a" + "é".repeat(2048));
        assertEquals("a" + "é".repeat(2046) + "…", cut);
        assertEquals(4096, cut.getBytes(StandardCharsets.UTF_8).length);
        String wide = only("😀".repeat(1025));
        assertEquals("😀".repeat(1023) + "…", wide);
        assertTrue(wide.getBytes(StandardCharsets.UTF_8).length <= 4096);
    }

    @Test
    public void replacesWhatDatabasesCannotKeep() {
        assertEquals("a\uFFFDb\uFFFDc", only("a\u0000b\uD800c"));
    }

    @Test
    public void keepsWhatCouldNotBeWritten() {
        LiveLog log = new LiveLog(clock, 0);
        log.info("one");
        assertThrows(
                IllegalStateException.class,
                () -> log.flush(lines -> {
                    throw new IllegalStateException("database away");
                }));
        log.warn("two");
        log.flush(written::addAll);
        assertEquals(List.of("one", "two"), written.stream().map(LogLine::text).toList());
        assertEquals(
                List.of("INFO", "WARN"), written.stream().map(LogLine::level).toList());
        log.flush(lines -> {
            throw new AssertionError("nothing is left");
        });
    }

    @Test
    public void saysOnceThatItIsCutAlsoWhenItGoesOn() {
        LiveLog log = new LiveLog(clock, 9_999);
        log.info("lost");
        log.info("lost");
        log.flush(written::addAll);
        assertEquals(1, written.size());
        assertEquals(10_000, written.get(0).number());

        LiveLog next = new LiveLog(clock, 10_000);
        next.info("lost");
        next.flush(lines -> {
            throw new AssertionError("it was said already");
        });
    }

    private String only(String line) {
        LiveLog log = new LiveLog(clock, 0);
        log.error(line);
        written.clear();
        log.flush(written::addAll);
        return written.get(0).text();
    }
}
