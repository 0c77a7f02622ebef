/**
 * Core's ports on a relational database: H2 in one file by default, PostgreSQL for power-loss durability and several
 * nodes. A verb of a port is one short transaction of {@link io.countersign.persistence.Transactions}; aggregates go
 * through OpenJPA, everything that guards money (fences, locks, attempts, work items, logs) is plain SQL on the same
 * connection. Nothing is exported: core sees its own interfaces, and no entity leaves this package.
 */
@NullMarked
package io.countersign.persistence;

import org.jspecify.annotations.NullMarked;
