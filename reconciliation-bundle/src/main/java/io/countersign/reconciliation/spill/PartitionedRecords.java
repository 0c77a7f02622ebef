package io.countersign.reconciliation.spill;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records in partitions, each in the order they were added. Blocks that the pool has no memory for go to one file.
 * Filled by one thread; afterwards different partitions may be read by different threads.
 */
public final class PartitionedRecords implements AutoCloseable {
    private final BlockPool pool;
    private final Path file;
    private final @Nullable Block[] open;
    private final List<@Nullable List<Block>> closed;
    private final int[] counts;
    private byte[] target = new byte[0];
    private @Nullable FileChannel channel;
    private long slots;

    /**
     * @param file is made when memory does not suffice, and deleted when this is closed
     * @param partitions at least 1
     */
    public PartitionedRecords(BlockPool pool, Path file, int partitions) {
        this.pool = pool;
        this.file = file;
        this.open = new Block[partitions];
        this.counts = new int[partitions];
        this.closed = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            closed.add(null);
        }
    }

    public int partitions() {
        return open.length;
    }

    /** Number of records in the partition. */
    public int count(int partition) {
        return counts[partition];
    }

    /** Number of records in all partitions. */
    public long count() {
        long sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    /** Bytes that went to the file. */
    public long spilledBytes() {
        return slots * BlockPool.BLOCK_BYTES;
    }

    /**
     * Makes room for one record; write it to {@link #target} at the index returned.
     *
     * @param length at most {@link BlockPool#BLOCK_BYTES}
     */
    public int reserve(int partition, int length) throws IOException {
        Block block = open[partition];
        if (block == null || block.fill() + length > BlockPool.BLOCK_BYTES) {
            block = nextBlock(partition, block, length);
        }
        int at = block.end();
        block.fill(block.fill() + length);
        counts[partition]++;
        target = block.bytes();
        return at;
    }

    /** Where the record last reserved is to be written. */
    public byte[] target() {
        return target;
    }

    /** Adds one record. */
    public void add(int partition, byte[] record, int length) throws IOException {
        int at = reserve(partition, length);
        System.arraycopy(record, 0, target, at, length);
    }

    /** Adds one record led by its length in four bytes. */
    void addWithLength(int partition, byte[] record, int length) throws IOException {
        int at = reserve(partition, length + 4);
        Packed.putInt(target, at, length);
        System.arraycopy(record, 0, target, at + 4, length);
    }

    /** The blocks of a partition in order, all in memory; {@link #free} them when they were read. */
    public List<Block> load(int partition) throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<Block> full = closed.get(partition);
        if (full != null) {
            for (Block block : full) {
                blocks.add(block.isInFile() ? read(block) : block);
            }
        }
        Block last = open[partition];
        if (last != null) {
            blocks.add(last);
        }
        closed.set(partition, null);
        open[partition] = null;
        return blocks;
    }

    /** Gives the memory of loaded blocks back. */
    public void free(List<Block> loaded) {
        loaded.forEach(pool::giveBack);
    }

    /** Gives all memory back and deletes the file. */
    @Override
    public void close() throws IOException {
        for (int i = 0; i < open.length; i++) {
            List<Block> full = closed.get(i);
            if (full != null) {
                full.stream().filter(block -> !block.isInFile()).forEach(pool::giveBack);
            }
            Block last = open[i];
            if (last != null) {
                pool.giveBack(last);
            }
            closed.set(i, null);
            open[i] = null;
        }
        FileChannel opened = channel;
        if (opened != null) {
            opened.close();
            Files.deleteIfExists(file);
            channel = null;
        }
    }

    private Block nextBlock(int partition, @Nullable Block full, int length) throws IOException {
        if (length > BlockPool.BLOCK_BYTES) {
            throw new IllegalArgumentException(
                    "a record of " + length + " bytes does not fit a block of " + BlockPool.BLOCK_BYTES);
        }
        if (full == null) {
            Block first = pool.takeBeyondBudget();
            open[partition] = first;
            return first;
        }
        List<Block> blocks = closed.get(partition);
        if (blocks == null) {
            blocks = new ArrayList<>();
            closed.set(partition, blocks);
        }
        Optional<Block> next = pool.take();
        if (next.isPresent()) {
            blocks.add(full);
            open[partition] = next.get();
            return next.get();
        }
        blocks.add(write(full));
        full.fill(0);
        return full;
    }

    private Block write(Block block) throws IOException {
        FileChannel to = channel;
        if (to == null) {
            to = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel = to;
        }
        long slot = slots++;
        ByteBuffer content = ByteBuffer.wrap(block.bytes(), block.start(), block.fill());
        long position = slot * BlockPool.BLOCK_BYTES;
        while (content.hasRemaining()) {
            position += to.write(content, position);
        }
        return Block.inFile(slot, block.fill());
    }

    private Block read(Block spilled) throws IOException {
        FileChannel from = channel;
        if (from == null) {
            throw new IllegalStateException("the records in " + file + " are closed");
        }
        Block block = pool.takeBeyondBudget();
        ByteBuffer content = ByteBuffer.wrap(block.bytes(), block.start(), spilled.fill());
        long position = spilled.slot() * BlockPool.BLOCK_BYTES;
        while (content.hasRemaining()) {
            int count = from.read(content, position);
            if (count < 0) {
                throw new EOFException(file + " ends before position " + position);
            }
            position += count;
        }
        block.fill(spilled.fill());
        return block;
    }
}
