package io.countersign.reconciliation.output;

import java.io.IOException;
import java.io.OutputStream;

/** Where the files of a run go. */
@FunctionalInterface
public interface Outputs {
    /** A new file, visible once it is closed. */
    OutputStream open(String name, String mediaType) throws IOException;
}
