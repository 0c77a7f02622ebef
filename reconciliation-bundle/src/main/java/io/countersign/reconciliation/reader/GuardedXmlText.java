package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.UnreadableTextException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The characters of an XML file on their way to the parser. A parser holds each tag, comment and processing instruction
 * as a whole, so they are limited here; a document type is refused before the parser sees it.
 */
final class GuardedXmlText extends Reader {
    private static final int MARKUP_CHARACTERS_MAX = 64 * 1024;
    private static final int DECLARATION_BYTES_MAX = 256;
    private static final Pattern ENCODING =
            Pattern.compile("^<\\?xml[^>]*\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");
    /** Encodings in which the declaration can be read before its own encoding is known. */
    private static final Map<String, Charset> CHARSETS = Map.of(
            "UTF-8", StandardCharsets.UTF_8,
            "US-ASCII", StandardCharsets.US_ASCII,
            "ISO-8859-1", StandardCharsets.ISO_8859_1,
            "ISO-8859-15", Charset.forName("ISO-8859-15"),
            "WINDOWS-1252", Charset.forName("windows-1252"));

    private static final String DOCTYPE = "!DOCTYPE";

    private final Reader reader;
    private final Runnable cancellation;
    private Markup markup = Markup.TEXT;
    private int markupLength;
    private final StringBuilder start = new StringBuilder();
    private char last;
    private char beforeLast;

    private GuardedXmlText(Reader reader, Runnable cancellation) {
        this.reader = reader;
        this.cancellation = cancellation;
    }

    private enum Markup {
        TEXT,
        /** Behind {@code <}, until it is clear what it starts. */
        START,
        TAG,
        COMMENT,
        CDATA,
        INSTRUCTION
    }

    /** The characters cannot be given to a parser. */
    static final class RefusedXmlException extends IOException {
        private static final long serialVersionUID = 1L;
        private final String code;

        RefusedXmlException(String code, String reason) {
            super(reason);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    /**
     * Finds the encoding and leaves byte order marks out.
     *
     * @throws UnreadableTextException {@code encoding} when the file is in none of the known ones
     */
    static GuardedXmlText of(InputStream stream, Runnable cancellation) throws IOException, UnreadableTextException {
        BufferedInputStream bytes = new BufferedInputStream(stream, 64 * 1024);
        bytes.mark(DECLARATION_BYTES_MAX + 8);
        String head = new String(bytes.readNBytes(DECLARATION_BYTES_MAX), StandardCharsets.ISO_8859_1);
        bytes.reset();
        if (head.startsWith("\u00ef\u00bb\u00bf")) {
            bytes.skipNBytes(3);
            head = head.substring(3);
        }
        if (head.isBlank() || head.stripLeading().charAt(0) != '<') {
            throw new UnreadableTextException(
                    head.isBlank() ? "empty_file" : "xml_malformed",
                    "the file does not start with '<'; it is empty, no XML, or in an encoding such as UTF-16;"
                            + " give XML in UTF-8");
        }
        Matcher declared = ENCODING.matcher(head);
        String name = declared.find() ? declared.group(1).toUpperCase(Locale.ROOT) : "UTF-8";
        Charset charset = CHARSETS.get(name);
        if (charset == null) {
            throw new UnreadableTextException("encoding", "encoding " + name + " is not one of " + CHARSETS.keySet());
        }
        Reader strict = new InputStreamReader(
                bytes,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        return new GuardedXmlText(strict, cancellation);
    }

    @Override
    public int read(char[] characters, int offset, int length) throws IOException {
        cancellation.run();
        int count = reader.read(characters, offset, length);
        for (int i = offset; i < offset + count; i++) {
            check(characters[i]);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private void check(char character) throws RefusedXmlException {
        switch (markup) {
            case TEXT -> {
                if (character == '<') {
                    markup = Markup.START;
                    markupLength = 0;
                    start.setLength(0);
                }
            }
            case START -> begin(character);
            case TAG -> endAt(character == '>');
            case COMMENT -> endAt(character == '>' && last == '-' && beforeLast == '-');
            case CDATA -> endAt(character == '>' && last == ']' && beforeLast == ']');
            case INSTRUCTION -> endAt(character == '>' && last == '?');
        }
        beforeLast = last;
        last = character;
    }

    private void begin(char character) throws RefusedXmlException {
        start.append(character);
        String text = start.toString();
        if (text.equals("?")) {
            markup = Markup.INSTRUCTION;
        } else if (text.equals("!--")) {
            markup = Markup.COMMENT;
            // What opened the comment does not also close it.
            last = ' ';
        } else if (text.equals("![CDATA[")) {
            markup = Markup.CDATA;
        } else if (DOCTYPE.startsWith(text.toUpperCase(Locale.ROOT)) && text.length() > 1) {
            throw new RefusedXmlException("doctype", "the file has a document type (<!DOCTYPE); remove it");
        } else if (!"!--".startsWith(text) && !"![CDATA[".startsWith(text)) {
            markup = Markup.TAG;
            endAt(character == '>');
        }
    }

    private void endAt(boolean ended) throws RefusedXmlException {
        markupLength++;
        if (ended) {
            markup = Markup.TEXT;
        } else if (markupLength > MARKUP_CHARACTERS_MAX) {
            throw new RefusedXmlException(
                    "markup_too_long",
                    "a tag, comment or instruction has more than " + MARKUP_CHARACTERS_MAX + " characters");
        }
    }
}
