package io.countersign.stripe.payout;

import io.countersign.api.operation.OperationException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The checks that stand before the CSV parser, because the parser alone is lenient: strict UTF-8 (a byte order mark is
 * allowed), no control characters, and quotes only where RFC 4180 has them.
 */
final class CsvText {
    private final String fileName;
    private final String text;

    private CsvText(String fileName, String text) {
        this.fileName = fileName;
        this.text = text;
    }

    /**
     * The text of a file without its byte order mark.
     *
     * @throws OperationException {@code csv_invalid}, naming file, line and character, starting from 1
     */
    static String of(String fileName, byte[] content) {
        String decoded = decode(fileName, content);
        String text = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
        new CsvText(fileName, text).requireWellFormed();
        return text;
    }

    static OperationException fault(String fileName, String place, String what) {
        return new OperationException(
                "csv_invalid", "file '" + fileName + "', " + place + ": " + what + "; nothing was planned");
    }

    private static String decode(String fileName, byte[] content) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer decoded = CharBuffer.allocate(content.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(content), decoded, true);
        decoded.flip();
        if (result.isError()) {
            String before = decoded.toString();
            int lineStart = before.lastIndexOf('\n') + 1;
            long line = before.chars().filter(c -> c == '\n').count() + 1;
            throw fault(
                    fileName,
                    "line " + line + ", character " + (before.length() - lineStart + 1),
                    "these bytes are not UTF-8; save the file as UTF-8");
        }
        return decoded.toString();
    }

    private void requireWellFormed() {
        boolean quoted = false;
        int quoteOpenedAt = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\r') {
                throw faultAt(i, "contains the control character " + (int) c + "; remove it");
            }
            if (quoted) {
                if (c == '\n' || c == '\r') {
                    throw faultAt(quoteOpenedAt, "the quote opened here is not closed on its line; close it");
                }
                if (c == '"' && next(i) == '"') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                    requireFieldEnd(i + 1);
                }
                continue;
            }
            if (c == '\r' && next(i) != '\n') {
                throw faultAt(i, "a line ends with a lone carriage return; use LF or CR LF");
            }
            if (c == '"') {
                requireFieldStart(i);
                quoted = true;
                quoteOpenedAt = i;
            }
        }
        if (quoted) {
            throw faultAt(quoteOpenedAt, "the quote opened here is never closed; close it");
        }
    }

    private void requireFieldStart(int quoteAt) {
        if (quoteAt > 0 && text.charAt(quoteAt - 1) != ',' && text.charAt(quoteAt - 1) != '\n') {
            throw faultAt(quoteAt, "a quote stands inside a field; quote the whole field and double the quote");
        }
    }

    private void requireFieldEnd(int afterQuote) {
        char after = next(afterQuote - 1);
        if (after != ',' && after != '\n' && after != '\r' && afterQuote != text.length()) {
            throw faultAt(afterQuote, "text follows a closing quote; end the field there or double the quote");
        }
    }

    /** The character after this one, or NUL at the end. */
    private char next(int i) {
        return i + 1 < text.length() ? text.charAt(i + 1) : 0;
    }

    private OperationException faultAt(int index, String what) {
        int lineStart = text.lastIndexOf('\n', index - 1) + 1;
        long line = text.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1;
        return fault(fileName, "line " + line + ", character " + (index - lineStart + 1), what);
    }
}
