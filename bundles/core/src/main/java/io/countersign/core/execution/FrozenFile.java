package io.countersign.core.execution;

import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.InputFile;
import io.countersign.core.file.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/** A file as it was frozen at submit; the store verifies its digest before the first byte. */
record FrozenFile(JsonObject reference, FileStore store) implements InputFile {

    @Override
    public String name() {
        return reference.text("name");
    }

    @Override
    public String mediaType() {
        return reference.text("mediaType");
    }

    @Override
    public long sizeBytes() {
        return reference.integer("sizeBytes");
    }

    @Override
    public String sha256() {
        return reference.text("sha256");
    }

    @Override
    public InputStream open() throws IOException {
        return store.open(sha256());
    }

    @Override
    public SeekableByteChannel openChannel() throws IOException {
        return store.openChannel(sha256());
    }
}
