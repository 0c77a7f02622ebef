@NullMarked
package io.countersign.reconciliation.bank;

import org.jspecify.annotations.NullMarked;
