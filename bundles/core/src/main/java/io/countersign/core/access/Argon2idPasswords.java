package io.countersign.core.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Password hashes by Argon2id (RFC 9106), 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet, 2026), as PHC
 * strings. At most {@value #AT_ONCE_MAX} are computed at once, so that a crowd at the door cannot take the memory.
 */
final class Argon2idPasswords {
    /** How long somebody waits for a free place before being sent away. */
    static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private static final int AT_ONCE_MAX = 4;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int MEMORY_KIB_MAX = 1024 * 1024;
    private static final int PASSES_MAX = 16;
    private static final Pattern ENCODED = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private final SecureRandom random = new SecureRandom();
    private final int memoryKib;
    private final Semaphore places = new Semaphore(AT_ONCE_MAX, true);

    Argon2idPasswords() {
        this(MEMORY_KIB);
    }

    /** For tests that have no time for good hashes. */
    Argon2idPasswords(int memoryKib) {
        this.memoryKib = memoryKib;
    }

    /**
     * The PHC string of a password with a new salt.
     *
     * @throws SignInThrottledException when no place became free in time
     */
    String encode(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return phc(salt, derive(password, salt, memoryKib, PASSES, LANES, HASH_BYTES));
    }

    /**
     * Whether the password is the encoded one; takes the same time either way.
     *
     * @throws IllegalStateException when the encoded text is no Argon2id PHC string this class can read
     * @throws SignInThrottledException when no place became free in time
     */
    boolean matches(String password, String encoded) {
        Matcher parts = ENCODED.matcher(encoded);
        if (!parts.matches()) {
            throw new IllegalStateException("a stored password hash is damaged; give the account a new password");
        }
        int usedKib = Integer.parseInt(parts.group(1));
        int passes = Integer.parseInt(parts.group(2));
        int lanes = Integer.parseInt(parts.group(3));
        if (usedKib > MEMORY_KIB_MAX || passes > PASSES_MAX) {
            throw new IllegalStateException("a stored password hash asks for " + usedKib + " KiB and " + passes
                    + " passes, more than this platform grants; give the account a new password");
        }
        byte[] salt = Base64.getDecoder().decode(parts.group(4));
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        return MessageDigest.isEqual(expected, derive(password, salt, usedKib, passes, lanes, expected.length));
    }

    /** A string of the usual shape that no password matches, to compare with where there is no account. */
    String decoy() {
        byte[] noise = new byte[SALT_BYTES + HASH_BYTES];
        random.nextBytes(noise);
        return phc(Arrays.copyOf(noise, SALT_BYTES), Arrays.copyOfRange(noise, SALT_BYTES, noise.length));
    }

    private String phc(byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memoryKib + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }

    private byte[] derive(String password, byte[] salt, int usedKib, int passes, int lanes, int hashBytes) {
        // one form of each character, whichever keyboard it was typed on (RFC 8265)
        byte[] secret = Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
        byte[] hash = new byte[hashBytes];
        takePlace();
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(usedKib)
                    .withIterations(passes)
                    .withParallelism(lanes)
                    .withSalt(salt)
                    .build());
            generator.generateBytes(secret, hash);
            return hash;
        } finally {
            places.release();
            Arrays.fill(secret, (byte) 0);
        }
    }

    private void takePlace() {
        try {
            if (!places.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                throw SignInThrottledException.busy(WAIT_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SignInThrottledException.busy(WAIT_MAX);
        }
    }
}
