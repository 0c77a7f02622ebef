@NullMarked
package io.countersign.reconciliation.reader;

import org.jspecify.annotations.NullMarked;
