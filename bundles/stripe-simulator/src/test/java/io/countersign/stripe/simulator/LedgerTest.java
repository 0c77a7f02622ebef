package io.countersign.stripe.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.stripe.exception.StripeException;
import com.stripe.model.Payout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.Rule;
import org.junit.Test;

public class LedgerTest {
    @Rule
    public final RunningSimulator simulator = new RunningSimulator();

    @Test
    public void addsUpToZeroWhateverHappens() throws StripeException, IOException {
        Random random = new Random(7);
        Fault.Kind[] kinds = {
            Fault.Kind.FAILURE_AFTER_PAID, Fault.Kind.FAILURE_BEFORE_PAID, Fault.Kind.STORED_500_AFTER_COMMIT
        };
        for (Fault.Kind kind : kinds) {
            simulator.get().arm(Fault.onPayout(kind).times(1000).withChance(0.3, 11));
        }
        List<String> currencies = List.of("aed", "bhd", "thb", "usd");
        for (int i = 0; i < 60; i++) {
            randomStep(random, currencies.get(random.nextInt(currencies.size())), i);
            if (i == 30) simulator.restart();
        }
        Map<String, Long> sums = new TreeMap<>();
        int moved = 0;
        for (String line : Files.readAllLines(simulator.get().ledgerFile())) {
            for (JsonObject posting : JsonReader.read(line).objects("postings")) {
                sums.merge(posting.string("currency"), posting.number("amount"), Math::addExact);
                moved++;
            }
        }
        assertTrue("postings: " + moved, moved > 60);
        sums.forEach((currency, sum) -> assertEquals(currency, Long.valueOf(0), sum));
        for (String currency : currencies) {
            assertEquals(simulator.booked("available", currency), simulator.available(currency));
            long opening = -simulator.booked("outside", currency);
            assertEquals(
                    opening,
                    simulator.booked("available", currency)
                            + simulator.booked("in_transit", currency)
                            + simulator.booked("bank", currency));
        }
    }

    private void randomStep(Random random, String currency, int step) {
        Optional<Payout> payout = payUnlessRefused(currency, (1 + random.nextInt(30)) * 1000L, "step-" + step);
        if (payout.isPresent() && random.nextInt(4) == 0) {
            cancel(payout.get());
        }
        simulator.get().advance(Duration.ofMillis(random.nextInt(1500)));
    }

    /** Empty if the balance is too low or the planned 500 hides the outcome; nothing else may go wrong. */
    private Optional<Payout> payUnlessRefused(String currency, long amount, String key) {
        try {
            return Optional.of(simulator.pay(currency, amount, key));
        } catch (StripeException e) {
            boolean foreseen = e.getStatusCode() == 500 || "balance_insufficient".equals(e.getCode());
            if (foreseen) return Optional.empty();
            throw new AssertionError(e);
        }
    }

    private void cancel(Payout pending) {
        try {
            assertEquals(
                    "canceled",
                    simulator.stripe().v1().payouts().cancel(pending.getId()).getStatus());
        } catch (StripeException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void refusesPostingsThatDoNotAddUp() {
        List<Posting> lopsided =
                List.of(new Posting("available", "aed", "card", -100), new Posting("in_transit", "usd", "card", 100));
        assertThrows(
                IllegalArgumentException.class,
                () -> new JournalEntry.Change(
                        "x", new AccountScope("acct_1", false), lopsided, null, null, null, null));
    }

    @Test
    public void isOnDiskBeforeTheCallerKnows() throws StripeException, IOException {
        Payout payout = simulator.pay("aed", 100, "k");
        List<String> lines = Files.readAllLines(simulator.get().ledgerFile());
        JsonObject last = JsonReader.read(lines.get(lines.size() - 1));
        assertEquals(payout.getId(), last.object("payout").string("id"));
        assertEquals("k", last.object("answer").string("key"));
        assertEquals(lines.size(), last.number("sequence"));
    }

    @Test
    public void survivesARestartUnchanged() throws StripeException {
        simulator.pay("aed", 100, "k");
        List<LedgerEntry> before = simulator.get().ledger();
        simulator.restart();
        assertEquals(before, simulator.get().ledger());
        assertEquals(124943, simulator.available("aed"));
        assertEquals(1, simulator.stripe().v1().payouts().list().getData().size());
    }

    @Test
    public void cutsOffALineThatWasNeverFinished() throws StripeException, IOException {
        simulator.pay("aed", 100, "k");
        Path file = simulator.get().ledgerFile();
        long size = Files.size(file);
        simulator.get().close();
        Files.write(file, new byte[] {'{', '"', (byte) 0xC3}, StandardOpenOption.APPEND);
        simulator.restart();
        assertEquals(size, Files.size(file));
        simulator.pay("aed", 100, "k2");
        simulator.restart();
        assertEquals(124843, simulator.available("aed"));
    }

    @Test
    public void refusesToStartOnADamagedLedger() throws IOException {
        Path file = simulator.get().ledgerFile();
        simulator.get().close();
        List<String> lines = Files.readAllLines(file);
        lines.remove(1);
        Path damaged = Files.createDirectory(file.resolveSibling("damaged"));
        Files.write(damaged.resolve(LedgerFile.NAME), lines);
        SimulatorConfig config = SimulatorConfig.builder(damaged).build();
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> StripeSimulator.start(config));
        assertTrue(refused.getMessage(), String.valueOf(refused.getMessage()).startsWith("line 2 of "));
    }

    @Test
    public void belongsToOneSimulatorAtATime() {
        SimulatorConfig same = simulator.config().build();
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> StripeSimulator.start(same));
        assertTrue(refused.getMessage(), String.valueOf(refused.getMessage()).contains("in use by another simulator"));
    }

    @Test
    public void isShownOverHttp() throws IOException, StripeException {
        simulator.pay("aed", 100, "k");
        JsonObject shown =
                JsonReader.read(simulator.rawGet("/_simulator/ledger").body());
        List<String> lines = Files.readAllLines(simulator.get().ledgerFile());
        assertEquals(
                lines,
                shown.objects("entries").stream().map(JsonObject::toString).toList());
        JsonObject requests =
                JsonReader.read(simulator.rawGet("/_simulator/requests").body());
        JsonObject request = requests.objects("requests").get(0);
        assertEquals("k", request.string("idempotency_key"));
        assertEquals("100", request.object("parameters").string("amount"));
        assertEquals(404, simulator.rawGet("/_simulator/nonsense").statusCode());
    }
}
