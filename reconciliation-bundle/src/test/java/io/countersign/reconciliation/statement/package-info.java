@NullMarked
package io.countersign.reconciliation.statement;

import org.jspecify.annotations.NullMarked;
