package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.UnreadableTextException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** Decodes bytes and refuses those that are no text in the encoding, instead of replacing them. */
final class StrictText {
    private final Charset charset;

    StrictText(Charset charset) {
        this.charset = charset;
    }

    /**
     * @param column of the first byte, from 1
     * @throws UnreadableTextException {@code encoding} or {@code nul}, naming the column
     */
    String decode(byte[] bytes, int column) throws UnreadableTextException {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer input = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(input, text, true);
        text.flip();
        if (result.isError()) {
            throw new UnreadableTextException(
                    "encoding",
                    String.format("byte 0x%02X", bytes[input.position()]) + " at column " + (column + text.length())
                            + " is no text in " + charset + "; give the encoding the file was written in");
        }
        String decoded = text.toString();
        int nul = decoded.indexOf('\0');
        if (nul >= 0) {
            throw new UnreadableTextException(
                    "nul", "a NUL character stands at column " + (column + nul) + "; the file is damaged or binary");
        }
        return decoded;
    }
}
