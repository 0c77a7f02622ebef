package io.countersign.reconciliation.reader;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which encoding a file in OFX says it has: in its header (1.x) or in the XML declaration (2.x). */
final class OfxEncoding {
    /** Of a file that does not say. */
    static final Charset USUAL = Charset.forName("windows-1252");

    private static final Pattern HEADER_ENCODING = Pattern.compile("\\bENCODING:\\s*(\\S+)");
    private static final Pattern HEADER_CHARSET = Pattern.compile("\\bCHARSET:\\s*(\\S+)");
    private static final Pattern XML_ENCODING = Pattern.compile("^xml\\s.*encoding\\s*=\\s*[\"']([^\"']+)[\"']");

    private OfxEncoding() {}

    /** Of a header of lines like {@code CHARSET:1252}. */
    static Charset ofHeader(String header) {
        Matcher encoding = HEADER_ENCODING.matcher(header);
        Matcher charset = HEADER_CHARSET.matcher(header);
        String name = encoding.find() ? encoding.group(1) : "";
        boolean ascii = name.isEmpty() || name.equalsIgnoreCase("USASCII");
        return named(ascii && charset.find() ? charset.group(1) : name);
    }

    /** Of a processing instruction; empty when it is not the XML declaration. */
    static Optional<Charset> ofInstruction(String instruction) {
        if (!instruction.startsWith("xml")) {
            return Optional.empty();
        }
        Matcher encoding = XML_ENCODING.matcher(instruction);
        return Optional.of(encoding.find() ? named(encoding.group(1)) : StandardCharsets.UTF_8);
    }

    private static Charset named(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "UTF-8", "UTF8", "UNICODE" -> StandardCharsets.UTF_8;
            case "ISO-8859-1", "8859-1" -> StandardCharsets.ISO_8859_1;
            default -> USUAL;
        };
    }
}
