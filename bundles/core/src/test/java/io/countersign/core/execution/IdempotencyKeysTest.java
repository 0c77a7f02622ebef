package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

/** Keys that another program computed from the definition; a change of them would let a restart pay twice. */
public class IdempotencyKeysTest {
    private static final ExecutionId ZERO = new ExecutionId("0".repeat(32));
    private static final ExecutionId OTHER = new ExecutionId("3f".repeat(16));

    @Test
    public void isDerivedFromExecutionEffectAndAttempt() {
        assertEquals("cs1_6txnvzcjex7t5vccqbbn7a4oife4amtrpbqjp5r2jwfgwogbwcvq", IdempotencyKeys.of(ZERO, "rent", 1));
        assertEquals("cs1_bozedw6on7qdcdaknx5s4wwhpm2lhrzszu3az6yol3tk6yu4cqyq", IdempotencyKeys.of(ZERO, "rent", 2));
        assertEquals(
                "cs1_ye52ufgmpgweceaoxb2x7tzy2rxfue6fvfpgqgxyhc4qoc5z5ska",
                IdempotencyKeys.of(OTHER, "payout:aed:card", 1));
    }

    @Test
    public void readsNamesAsUtf8() {
        assertEquals("cs1_dtywe4puxbzsjjmobm7samj6b2b2l3t7h3poogbcbm3ns46olv5a", IdempotencyKeys.of(OTHER, "pagó", 1));
    }
}
