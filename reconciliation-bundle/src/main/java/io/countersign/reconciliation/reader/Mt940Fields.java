package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.ShownText;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cuts a file of SWIFT messages into fields and ends of messages; what is neither is rejected on the way. */
final class Mt940Fields {
    /** Stands between two messages: {@code -}, {@code -}}, or the blocks of an envelope. */
    static final String END_OF_MESSAGE = "-";

    /** A line that is rejected already; what follows it belongs to nothing read before. */
    static final String DAMAGED = "?";

    private static final int FIELD_LINES_MAX = 200;

    private static final int LINE_BYTES_MAX = 16 * 1024;
    private static final Pattern TAG = Pattern.compile(":(\\d{2}[A-Z]?|NS):(.*)", Pattern.DOTALL);
    private static final Pattern ENVELOPE = Pattern.compile("(-\\}?)?(\\{\\d:.*|\\{[A-Z]:.*)?\\x03?\\$?");
    /** Lines some banks put before the first field: their name and the number of the message type. */
    private static final Pattern BANNER = Pattern.compile("\\x01?[A-Z0-9]{1,12}");

    private final PhysicalLines lines;
    private final StrictText text;
    private final Findings findings;
    private @Nullable PhysicalLine ahead;
    private boolean bannerAllowed = true;

    Mt940Fields(InputStream stream, Charset charset, Findings findings, Runnable cancellation) {
        this.lines = new PhysicalLines(stream, LINE_BYTES_MAX, cancellation);
        this.text = new StrictText(charset);
        this.findings = findings;
    }

    /** The next field, or one with the tag {@link #END_OF_MESSAGE} or {@link #DAMAGED}; null at the end of the file. */
    @Nullable
    Mt940Field next() throws IOException {
        for (PhysicalLine line = take(); line != null; line = take()) {
            String content = decoded(line);
            if (content == null) {
                return new Mt940Field(DAMAGED, line.number(), List.of(""), "");
            }
            Matcher tag = TAG.matcher(content);
            if (tag.matches()) {
                bannerAllowed = false;
                return field(line, tag.group(1), tag.group(2));
            }
            if (content.isBlank()) {
                continue;
            }
            if (ENVELOPE.matcher(content).matches()) {
                bannerAllowed = true;
                return new Mt940Field(END_OF_MESSAGE, line.number(), List.of(content), "");
            }
            if (!bannerAllowed || !BANNER.matcher(content.strip()).matches()) {
                findings.reject(
                        line.number(),
                        1,
                        "outside_field",
                        ShownText.of(content) + " belongs to no field; expected a tag such as :61:",
                        RawDigest.of(line.bytes()));
            }
        }
        return null;
    }

    /** The latest line, from 1. */
    long lineNumber() {
        return Math.max(lines.number(), 1);
    }

    private Mt940Field field(PhysicalLine first, String tag, String firstText) throws IOException {
        List<String> texts = new ArrayList<>();
        texts.add(firstText);
        RawDigest digest = new RawDigest().add(first.bytes(), 0, first.bytes().length);
        long count = 1;
        for (PhysicalLine line = take(); line != null; line = take()) {
            if (startsAnew(line)) {
                ahead = line;
                break;
            }
            count++;
            digest.add((byte) '\n').add(line.bytes(), 0, line.bytes().length);
            String content = decoded(line);
            if (content != null && count <= FIELD_LINES_MAX) {
                texts.add(content);
            } else if (count == FIELD_LINES_MAX + 1) {
                findings.reject(
                        line.number(),
                        1,
                        "field_too_long",
                        "field :" + tag + ": has more than " + FIELD_LINES_MAX + " lines; the rest of it is left out",
                        "");
            }
        }
        return new Mt940Field(tag, first.number(), texts, digest.hex());
    }

    private static boolean startsAnew(PhysicalLine line) {
        byte[] bytes = line.bytes();
        if (bytes.length == 0) {
            return false;
        }
        String content = new String(bytes, StandardCharsets.ISO_8859_1);
        return TAG.matcher(content).matches() || ENVELOPE.matcher(content).matches();
    }

    private @Nullable String decoded(PhysicalLine line) throws IOException {
        try {
            if (line.overlong()) {
                throw new UnreadableTextException(
                        "line_too_long", "the line has more than " + LINE_BYTES_MAX + " bytes; check the line ends");
            }
            return text.decode(line.bytes(), 1);
        } catch (UnreadableTextException e) {
            String digest = line.overlong() ? line.rawDigest() : RawDigest.of(line.bytes());
            findings.reject(line.number(), 1, e, digest);
            return null;
        }
    }

    private @Nullable PhysicalLine take() throws IOException {
        PhysicalLine line = ahead == null ? lines.next() : ahead;
        ahead = null;
        return line;
    }
}
