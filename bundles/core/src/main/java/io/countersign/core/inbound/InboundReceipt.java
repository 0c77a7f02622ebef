package io.countersign.core.inbound;

/**
 * What became of a genuine message.
 *
 * @param duplicate the event was known already; nothing was done
 * @param executions how many executions are looked at because of it
 */
public record InboundReceipt(boolean duplicate, int executions) {}
