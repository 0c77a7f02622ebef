package io.countersign.reconciliation.spill;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The memory of one run, handed out in blocks of one size and reused without the garbage collector. Blocks are cut from
 * slabs of 4 MiB, which collectors leave where they are instead of copying them. For several threads at once.
 */
public final class BlockPool {
    /** The largest record fits one block. */
    public static final int BLOCK_BYTES = 16 * 1024;

    /** A slab and its header together just fit 4 MiB. */
    private static final int SLAB_BLOCKS = 255;

    private final long blocksMax;
    private final ArrayDeque<Block> free = new ArrayDeque<>();
    private long handedOut;

    /** @param budgetBytes at least one block is kept; a run may exceed it by the blocks that are open at one time */
    public BlockPool(long budgetBytes) {
        this.blocksMax = Math.max(1, budgetBytes / BLOCK_BYTES);
    }

    /** A block within the budget; empty when it is used up. */
    synchronized Optional<Block> take() {
        return handedOut < blocksMax ? Optional.of(takeBeyondBudget()) : Optional.empty();
    }

    /** A block, whatever the budget: for the one that is being written or read. */
    synchronized Block takeBeyondBudget() {
        Block block = free.poll();
        if (block == null) {
            block = cutSlab();
        }
        block.fill(0);
        handedOut++;
        return block;
    }

    synchronized void giveBack(Block block) {
        handedOut--;
        free.push(block);
    }

    private Block cutSlab() {
        int blocks = (int) Math.min(SLAB_BLOCKS, Math.max(1, blocksMax - handedOut));
        // eight bytes more, because hashing reads whole words
        byte[] slab = new byte[blocks * BLOCK_BYTES + Long.BYTES];
        for (int i = blocks - 1; i > 0; i--) {
            free.push(Block.inMemory(slab, i * BLOCK_BYTES));
        }
        return Block.inMemory(slab, 0);
    }
}
