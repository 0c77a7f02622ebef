package io.countersign.api.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Output files: a version is visible only once its stream is closed. */
final class Outputs {
    private static final Pattern PLAIN_NAME = Pattern.compile("[^/\\\\\\p{Cntrl}]{1,200}");

    private final Map<String, List<byte[]>> versions = new LinkedHashMap<>();

    OutputStream open(String name, String mediaType) {
        if (!PLAIN_NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("'" + name + "' is not a plain file name; write it like payouts.csv");
        }
        if (!mediaType.contains("/")) {
            throw new IllegalArgumentException("'" + mediaType + "' is not a media type; write it like text/csv");
        }
        return new Version(name);
    }

    synchronized Map<String, List<byte[]>> byName() {
        Map<String, List<byte[]>> copy = new LinkedHashMap<>();
        versions.forEach((name, contents) ->
                copy.put(name, contents.stream().map(byte[]::clone).toList()));
        return Collections.unmodifiableMap(copy);
    }

    private synchronized void publish(String name, byte[] content) {
        versions.computeIfAbsent(name, unused -> new ArrayList<>()).add(content);
    }

    private final class Version extends OutputStream {
        private final String name;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private boolean closed;

        Version(String name) {
            this.name = name;
        }

        @Override
        public void write(int octet) throws IOException {
            requireOpen();
            content.write(octet);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            requireOpen();
            content.write(bytes, offset, length);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                publish(name, content.toByteArray());
            }
        }

        private void requireOpen() throws IOException {
            if (closed) {
                throw new IOException("output '" + name + "' is closed; open it again for a new version");
            }
        }
    }
}
