/**
 * A stateful stand-in for the part of the Stripe API that pays out balances, for demos and tests. It speaks HTTP on
 * the loopback address, so the real Stripe SDK works against it unchanged; it keeps its money in an append-only
 * double-entry ledger on disk, which is what a test believes when client and server disagree; and it misbehaves on
 * request (see {@link io.countersign.stripe.simulator.Fault}). Everything here is simulated: no answer, id or bank
 * account has a counterpart at Stripe, and every answer says so in its {@code X-Countersign-Simulator} header.
 */
@NullMarked
package io.countersign.stripe.simulator;

import org.jspecify.annotations.NullMarked;
