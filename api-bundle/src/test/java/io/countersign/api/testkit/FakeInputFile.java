package io.countersign.api.testkit;

import io.countersign.api.operation.InputFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** An input file held in memory. */
public final class FakeInputFile implements InputFile {
    private final String name;
    private final String mediaType;
    private final byte[] content;

    private FakeInputFile(String name, String mediaType, byte[] content) {
        this.name = name;
        this.mediaType = mediaType;
        this.content = content;
    }

    public static FakeInputFile of(String name, String mediaType, byte[] content) {
        return new FakeInputFile(name, mediaType, content.clone());
    }

    /** A {@code text/csv} file in UTF-8. */
    public static FakeInputFile csv(String name, String text) {
        return of(name, "text/csv", text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String mediaType() {
        return mediaType;
    }

    @Override
    public long sizeBytes() {
        return content.length;
    }

    @Override
    public String sha256() {
        return HexFormat.of().formatHex(Digests.sha256(content));
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(content);
    }

    @Override
    public SeekableByteChannel openChannel() {
        return new ReadOnlyChannel(content);
    }
}
