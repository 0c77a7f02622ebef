package io.countersign.core.file;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a file may be called, and how its media type is written. */
final class FileNames {
    static final String ANY_MEDIA_TYPE = "application/octet-stream";

    private static final int LENGTH_MAX = 200;
    // the longest name that file systems take, in bytes
    private static final int BYTES_MAX = 255;
    private static final int SHOWN_MAX = 80;
    // control and format characters (among them those that turn the direction of writing), line and paragraph
    // separators, unpaired surrogates; the joiners of several scripts are no harm
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}&&[^\\u200C\\u200D]]");
    private static final Pattern PATH_PARTS = Pattern.compile("[/\\\\]");
    private static final Pattern MEDIA_TYPE = Pattern.compile(
            "([a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63})\\s*(;[\\x20-\\x7e]{0,200})?");

    private FileNames() {}

    /** The name in its stored form (NFC, no blanks at its ends). */
    static String require(String given) {
        if (given.length() > 4 * LENGTH_MAX) {
            throw refused(given, "has " + given.length() + " characters; at most " + LENGTH_MAX + " are allowed");
        }
        String name = Normalizer.normalize(given, Normalizer.Form.NFC).strip();
        if (name.isEmpty()) {
            throw refused(given, "is empty; give the file a name like statement.csv");
        }
        if (PATH_PARTS.matcher(name).find() || name.equals(".") || name.equals("..")) {
            throw refused(given, "has path parts; give the plain file name like statement.csv");
        }
        if (UNSAFE.matcher(name).find()) {
            throw refused(given, "has control or invisible characters; rename the file");
        }
        if (name.length() > LENGTH_MAX) {
            throw refused(given, "has " + name.length() + " characters; at most " + LENGTH_MAX + " are allowed");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            throw refused(given, "has more than " + BYTES_MAX + " bytes of UTF-8; shorten it");
        }
        return name;
    }

    /** Type and subtype in lower case (RFC 6838), without parameters; unknown bytes when empty. */
    static String requireMediaType(String given) {
        String type = given.strip().toLowerCase(Locale.ROOT);
        if (type.isEmpty()) {
            return ANY_MEDIA_TYPE;
        }
        var parts = MEDIA_TYPE.matcher(type);
        if (!parts.matches()) {
            throw new FileRefusedException(
                    "mediaType", "media type '" + shown(given) + "' is not type/subtype; write it like text/csv");
        }
        return parts.group(1);
    }

    private static FileRefusedException refused(String given, String problem) {
        return new FileRefusedException("name", "file name '" + shown(given) + "' " + problem);
    }

    /** What may be repeated in a message or a log: short, and on one line. */
    private static String shown(String given) {
        String visible = UNSAFE.matcher(given).replaceAll("\uFFFD");
        return visible.length() <= SHOWN_MAX ? visible : visible.substring(0, SHOWN_MAX) + "…";
    }
}
