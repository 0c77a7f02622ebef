package io.countersign.core.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.Test;

public final class Argon2idPasswordsTest {
    private final Argon2idPasswords passwords = new Argon2idPasswords();

    /** Vectors of the reference implementation (P-H-C/phc-winner-argon2, src/test.c, Argon2id, version 0x13). */
    @Test
    public void agreesWithTheReferenceImplementation() {
        assertTrue(passwords.matches(
                "password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"));
        assertTrue(passwords.matches(
                "password", "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"));
        assertTrue(passwords.matches(
                "password", "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"));
        assertTrue(passwords.matches(
                "differentpassword",
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94"));
    }

    @Test
    public void writesTheParametersAndANewSaltIntoThePhcString() {
        String first = passwords.encode("correct horse battery");
        String second = passwords.encode("correct horse battery");

        assertTrue(
                first, first.matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}"));
        assertNotEquals(first, second);
        assertTrue(passwords.matches("correct horse battery", first));
        assertTrue(passwords.matches("correct horse battery", second));
        assertFalse(passwords.matches("correct horse batterz", first));
        assertFalse(passwords.matches("", first));
    }

    @Test
    public void takesTheSameCharacterInEitherUnicodeForm() {
        assertTrue(passwords.matches("cafe\u0301 au lait 2", passwords.encode("caf\u00e9 au lait 2")));
    }

    @Test
    public void aDecoyMatchesNothingAndIsAsDearAsARealOne() {
        String decoy = passwords.decoy();

        assertEquals(
                passwords.encode("x").replaceAll("\\$[^$]*\\$[^$]*$", ""), decoy.replaceAll("\\$[^$]*\\$[^$]*$", ""));
        assertFalse(passwords.matches("", decoy));
    }

    @Test
    public void refusesADamagedHashOrOneThatAsksForTooMuch() {
        assertThrows(IllegalStateException.class, () -> passwords.matches("x", "plain"));
        assertThrows(
                IllegalStateException.class,
                () -> passwords.matches(
                        "x",
                        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"));
    }

    @Test
    public void servesMoreThanTheFourPlaces() throws Exception {
        // the places are what is tried here: small hashes, so that nobody waits longer than people would
        Argon2idPasswords quick = new Argon2idPasswords(64);
        String encoded = quick.encode("correct horse battery");
        var pool = Executors.newFixedThreadPool(12);
        try {
            CountDownLatch together = new CountDownLatch(12);
            var answers = IntStream.range(0, 12)
                    .<Future<Boolean>>mapToObj(i -> pool.submit(() -> {
                        together.countDown();
                        together.await();
                        return quick.matches("correct horse battery", encoded);
                    }))
                    .toList();
            for (Future<Boolean> answer : answers) {
                assertTrue(answer.get());
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
