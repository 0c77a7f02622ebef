package io.countersign.core.audit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class StoredTextTest {

    @Test
    public void leavesGoodTextAlone() {
        assertEquals("añ😀\n", StoredText.of("añ😀\n", 10));
        assertEquals("12345", StoredText.of("12345", 5));
        assertEquals("", StoredText.of(null, 5));
    }

    @Test
    public void replacesNulAndLoneSurrogates() {
        assertEquals("a\uFFFDb", StoredText.of("a\u0000b", 10));
        assertEquals("a\uFFFDb", StoredText.of("a\uD83Db", 10));
        assertEquals("\uFFFDa", StoredText.of("\uDE00a", 10));
        assertEquals("a\uFFFD", StoredText.of("a\uD83D", 10));
    }

    @Test
    public void shortensWithoutCuttingAPair() {
        assertEquals("1234…", StoredText.of("123456", 5));
        assertEquals("123…", StoredText.of("123😀6", 5));
        assertEquals("123😀", StoredText.of("123😀", 5));
        assertTrue(StoredText.of("😀".repeat(100), 7).length() <= 7);
    }

    @Test
    public void knowsWhatCanBeStored() {
        assertTrue(StoredText.isStorable("añ😀\n"));
        assertFalse(StoredText.isStorable("a\u0000"));
        assertFalse(StoredText.isStorable("\uD83D"));
    }
}
