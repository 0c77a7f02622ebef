package io.countersign.api.operation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import org.osgi.annotation.versioning.ProviderType;

/** A file given as a parameter, frozen at submit: its digest is verified before the first byte is handed out. */
@ProviderType
public interface InputFile {

    /** The name under which it was uploaded. */
    String name();

    String mediaType();

    long sizeBytes();

    /** SHA-256 of the content, 64 hexadecimal digits. */
    String sha256();

    /** A fresh stream from the first byte; the caller closes it. */
    InputStream open() throws IOException;

    /** A fresh read-only channel; the caller closes it. */
    SeekableByteChannel openChannel() throws IOException;
}
