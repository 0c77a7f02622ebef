package io.countersign.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The source of an operation in one class.
 *
 * @param text a whole compilation unit
 */
public record OperationSource(String text) {
    private static final String README_MARKER = "<!-- compiled, packed, deployed and run by ReadmeOperationIT -->";
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([a-z.]+);");
    private static final Pattern CLASS = Pattern.compile("public final class (\\w+)");

    /** The operation that the README shows; exactly that text. */
    public static OperationSource ofReadme() {
        String readme = ProjectFolder.read("README.md");
        String opening = README_MARKER + "\n```java\n";
        int start = readme.indexOf(opening);
        int end = readme.indexOf("\n```\n", start);
        if (start < 0 || end < 0) {
            throw new IllegalStateException("README.md has no java fragment behind '" + README_MARKER + "'");
        }
        return new OperationSource(readme.substring(start + opening.length(), end + 1));
    }

    /** A source that lies among the resources beside a class. */
    public static OperationSource ofResource(Class<?> beside, String name) {
        try (InputStream source = beside.getResourceAsStream(name)) {
            if (source == null) throw new IllegalStateException("there is no resource " + name + " beside " + beside);
            return new OperationSource(new String(source.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    /**
     * This source with one text replaced by another.
     *
     * @throws IllegalArgumentException when it does not contain the text
     */
    public OperationSource replacing(String old, String replacement) {
        if (!text.contains(old)) throw new IllegalArgumentException("the source does not contain '" + old + "'");
        return new OperationSource(text.replace(old, replacement));
    }

    /** The package of the class: {@code com.example.lines}. */
    public String packageName() {
        return group(PACKAGE);
    }

    /** The class without its package: {@code CountLines}. */
    public String className() {
        return group(CLASS);
    }

    private String group(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) throw new IllegalStateException("the source has nothing like '" + pattern + "'");
        return matcher.group(1);
    }
}
