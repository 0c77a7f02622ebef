package io.countersign.stripe.simulator;

/** An account in one of its two worlds: test and live share an id and nothing else. */
record AccountScope(String accountId, boolean livemode) {}
