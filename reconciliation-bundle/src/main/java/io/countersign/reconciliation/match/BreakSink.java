package io.countersign.reconciliation.match;

import java.io.IOException;

/** Takes breaks in any order. */
interface BreakSink {
    void add(Break found) throws IOException;
}
