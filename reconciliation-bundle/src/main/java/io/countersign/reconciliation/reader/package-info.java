/**
 * Reads statements in the formats banks send: CSV, camt.053, MT940 and OFX.
 *
 * <p>A file comes from outside and may be anything. Each reader holds one record at a time, each record has a limit, and
 * what is not understood becomes a reject with its place; only a fault that hides where the next record starts (broken
 * XML, a wrong header) ends the reading, and the reject says so.
 */
@NullMarked
package io.countersign.reconciliation.reader;

import org.jspecify.annotations.NullMarked;
