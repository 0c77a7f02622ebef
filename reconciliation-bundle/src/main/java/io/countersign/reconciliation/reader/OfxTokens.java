package io.countersign.reconciliation.reader;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Cuts OFX, SGML and XML alike, into tags and texts. Bytes stay bytes (one character each) until a text is used: an
 * encoding that is wrong in one place then costs one movement, not the file.
 */
final class OfxTokens {
    private static final int TEXT_BYTES_MAX = 32 * 1024;
    private static final int NAME_BYTES_MAX = 80;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int TOKENS_BETWEEN_CHECKS = 2_000;

    private final InputStream bytes;
    private final Runnable cancellation;
    private long line = 1;
    private int column = 1;
    private long tokens;
    private long read;
    private int ahead;
    private @Nullable RawDigest digest;

    OfxTokens(InputStream stream, Runnable cancellation) throws IOException {
        this.bytes = new BufferedInputStream(stream, BUFFER_BYTES);
        this.cancellation = cancellation;
        this.ahead = bytes.read();
    }

    /** Line of the next byte, from 1. */
    long line() {
        return line;
    }

    /** Digests every byte from here on; the tag that was just read is part of it. */
    void startDigest(String tag) {
        RawDigest started = new RawDigest();
        byte[] begin = ("<" + tag + ">").getBytes(StandardCharsets.ISO_8859_1);
        digest = started.add(begin, 0, begin.length);
    }

    /** SHA-256 of the bytes since {@link #startDigest}. */
    String endDigest() {
        String hex = digest == null ? "" : digest.hex();
        digest = null;
        return hex;
    }

    /** The next token; null at the end. Blank text and comments are left out. */
    @Nullable
    OfxToken next() throws IOException {
        if (++tokens % TOKENS_BETWEEN_CHECKS == 0) {
            cancellation.run();
        }
        while (ahead >= 0) {
            long startLine = line;
            int startColumn = column;
            OfxToken token = ahead == '<' ? tag(startLine, startColumn) : text(startLine, startColumn);
            if (token != null) {
                return token;
            }
        }
        return null;
    }

    private @Nullable OfxToken tag(long startLine, int startColumn) throws IOException {
        take();
        if (ahead == '?') {
            take();
            return new OfxToken(OfxToken.Kind.INSTRUCTION, skipUntil("?>"), startLine, startColumn);
        }
        if (ahead == '!') {
            return declaration(startLine, startColumn);
        }
        boolean closing = ahead == '/';
        if (closing) {
            take();
        }
        if (!isNameStart(ahead)) {
            // A '<' that starts no tag is text, as people write it in memos.
            return text(closing ? "</" : "<", startLine, startColumn);
        }
        StringBuilder name = new StringBuilder();
        while (ahead >= 0 && ahead != '>' && ahead != '<') {
            if (name.length() == NAME_BYTES_MAX) {
                return overlong("tag", startLine, startColumn, '>');
            }
            name.append((char) take());
        }
        if (ahead == '>') {
            take();
        }
        String trimmed = name.toString().strip().toUpperCase(Locale.ROOT);
        if (trimmed.endsWith("/")) {
            String empty = trimmed.substring(0, trimmed.length() - 1).strip();
            return new OfxToken(OfxToken.Kind.EMPTY, empty, startLine, startColumn);
        }
        return new OfxToken(closing ? OfxToken.Kind.CLOSE : OfxToken.Kind.OPEN, trimmed, startLine, startColumn);
    }

    private @Nullable OfxToken declaration(long startLine, int startColumn) throws IOException {
        StringBuilder begin = new StringBuilder();
        while (ahead >= 0 && begin.length() < 8 && "![CDATA[".startsWith(begin.toString() + (char) ahead)) {
            begin.append((char) take());
        }
        if (begin.toString().equals("![CDATA[")) {
            String text = skipUntil("]]>");
            return text.length() >= TEXT_BYTES_MAX - "]]>".length()
                    ? new OfxToken(OfxToken.Kind.OVERLONG, "text", startLine, startColumn)
                    : new OfxToken(OfxToken.Kind.TEXT, escaped(text), startLine, startColumn);
        }
        if (begin.toString().equals("!") && ahead == '-') {
            skipUntil("-->");
            return null;
        }
        skipUntil(">");
        return new OfxToken(OfxToken.Kind.DECLARATION, "declaration", startLine, startColumn);
    }

    /** CDATA says nothing about entities; texts are unescaped later. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;");
    }

    private @Nullable OfxToken text(long startLine, int startColumn) throws IOException {
        return text("", startLine, startColumn);
    }

    private @Nullable OfxToken text(String begin, long startLine, int startColumn) throws IOException {
        StringBuilder text = new StringBuilder(begin);
        while (ahead >= 0 && ahead != '<') {
            if (text.length() == TEXT_BYTES_MAX) {
                return overlong("text", startLine, startColumn, '<');
            }
            text.append((char) take());
        }
        String trimmed = text.toString().strip();
        return trimmed.isEmpty() ? null : new OfxToken(OfxToken.Kind.TEXT, trimmed, startLine, startColumn);
    }

    private OfxToken overlong(String what, long startLine, int startColumn, char end) throws IOException {
        while (ahead >= 0 && ahead != end) {
            take();
        }
        if (end == '>' && ahead == '>') {
            take();
        }
        return new OfxToken(OfxToken.Kind.OVERLONG, what, startLine, startColumn);
    }

    /** Returns what stood before the mark, cut at the limit of a text. */
    private String skipUntil(String mark) throws IOException {
        StringBuilder skipped = new StringBuilder();
        int matched = 0;
        while (ahead >= 0 && matched < mark.length()) {
            char taken = (char) take();
            matched = matched(mark, matched, taken);
            if (skipped.length() < TEXT_BYTES_MAX) {
                skipped.append(taken);
            }
        }
        int end = skipped.length() - (matched == mark.length() ? mark.length() : 0);
        return skipped.substring(0, Math.max(0, end));
    }

    /** Length of the mark's beginning that was seen, after one more character; marks repeat their first one at most. */
    private static int matched(String mark, int matched, char character) {
        if (character == mark.charAt(matched)) {
            return matched + 1;
        }
        if (matched > 1 && character == mark.charAt(matched - 1)) {
            return matched;
        }
        return character == mark.charAt(0) ? 1 : 0;
    }

    private static boolean isNameStart(int octet) {
        return (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z');
    }

    private int take() throws IOException {
        int taken = ahead;
        if (digest != null) {
            digest.add((byte) taken);
        }
        if (taken == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
        if (++read % BUFFER_BYTES == 0) {
            cancellation.run();
        }
        ahead = bytes.read();
        return taken;
    }
}
