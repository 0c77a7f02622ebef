package io.countersign.core.audit;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes ids: 128 random bits as 32 lower-case hexadecimal digits. */
public final class Ids {
    private final RandomGenerator random;

    /** From the platform's secure random source. */
    public Ids() {
        this(new SecureRandom());
    }

    /** For tests that need the same ids again. */
    public Ids(RandomGenerator random) {
        this.random = random;
    }

    public String next() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
