package io.countersign.core.file;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file that is being read.
 *
 * @param file exactly the version that is read
 * @param content its bytes, verified; closed by {@link #close}
 */
public record OpenFile(StoredFile file, InputStream content) implements AutoCloseable {

    @Override
    public void close() throws IOException {
        content.close();
    }
}
