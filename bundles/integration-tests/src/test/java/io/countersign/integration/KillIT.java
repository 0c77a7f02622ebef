package io.countersign.integration;

import static org.junit.Assert.assertEquals;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.Test;

/**
 * {@code kill -9} while payouts are being sent over a slow line that loses answers: after the restart the execution ends
 * as it should, and every currency was paid exactly once. The system property {@code countersign.killRounds} says how
 * often (3 by default), {@code countersign.killSeed} repeats an earlier run.
 */
public final class KillIT {
    private static final int ROUNDS = Integer.getInteger("countersign.killRounds", 3);
    private static final Map<String, Long> AMOUNTS = new TreeMap<>(Map.of(
            "aed", 125_043L, "bhd", 45_670L, "thb", 987_654L, "nok", 234_567L, "qar", 156_789L, "hkd", 345_678L));
    private static final List<String> LOST_ANSWERS = List.of("timeout_after_commit", "reset_after_commit");
    private static final int LATENCY_MILLIS = 250;
    private static final Duration MOMENT_MAX = Duration.ofMinutes(1);

    private final DemoPlatform platform = TestPlatforms.mortal();
    private final Workflow workflow = new Workflow(platform);
    private final StripeBooks books = new StripeBooks(platform.stripe());

    @Test
    public void paysEachCurrencyExactlyOnce() {
        long seed = Long.getLong("countersign.killSeed", System.nanoTime());
        System.out.println("KillIT: " + ROUNDS + " rounds, -Dcountersign.killSeed=" + seed);
        Random random = new Random(seed);
        String awaiting = workflow.submit(Workflow.PAYOUT, Workflow.payoutOf("eur"));
        workflow.await(awaiting, "AWAITING_APPROVAL");
        Map<String, String> unconcerned = new TreeMap<>(workflow.everythingAbout(awaiting));
        for (int round = 1; round <= ROUNDS; round++) {
            String id = round(round, random);
            unconcerned
                    .keySet()
                    .forEach(path -> assertEquals(
                            unconcerned.get(path),
                            workflow.operator().get(path).expect(200).text()));
            unconcerned.putAll(workflow.everythingAbout(id));
        }
    }

    private String round(int round, Random random) {
        books.setAvailable(AMOUNTS);
        long before = books.size();
        arm(random);
        String id = workflow.submit(
                Workflow.PAYOUT, Workflow.payoutOf(AMOUNTS.keySet().toArray(String[]::new)));
        workflow.await(id, "AWAITING_APPROVAL");
        int payouts = random.nextInt(AMOUNTS.size());
        long further = Duration.ofMillis(random.nextInt(2 * LATENCY_MILLIS)).toNanos();
        workflow.approve(id);
        killAfter(before, payouts, further);
        String paid = books.payoutsSince(before).keySet().toString();
        platform.distribution().start().awaitReady();
        platform.forgetSessions();

        workflow.await(id, "COMPLETED");
        System.out.println("KillIT: round " + round + ", killed when Stripe had paid " + paid + ", execution " + id);
        assertEquals(AMOUNTS, books.paidSince(before));
        assertEquals(books.payoutsSince(before), payoutsOf(id));
        return id;
    }

    /** Every call takes its time, and the answer to one of them is lost although it happened. */
    private void arm(Random random) {
        platform.stripe().disarm();
        platform.stripe()
                .arm(Json.object()
                        .put("kind", "latency")
                        .put("times", 1000)
                        .put("delay_ms", LATENCY_MILLIS)
                        .build());
        platform.stripe()
                .arm(Json.object()
                        .put("kind", LOST_ANSWERS.get(random.nextInt(LOST_ANSWERS.size())))
                        .put("nth", 1 + random.nextInt(AMOUNTS.size()))
                        .build());
    }

    /** Kills it some time after so many payouts were made: most often while the next is under way. */
    private void killAfter(long entries, int payouts, long furtherNanos) {
        KarafProcess process = platform.distribution().process();
        process.await(payouts + " payouts", MOMENT_MAX, () -> books.countSince(entries) >= payouts);
        long moment = System.nanoTime() + furtherNanos;
        process.await("the moment to die", MOMENT_MAX, () -> System.nanoTime() - moment >= 0);
        platform.distribution().kill();
    }

    /** What the platform believes it paid: ids by currency. */
    private Map<String, List<String>> payoutsOf(String id) {
        List<JsonObject> effects = workflow.effects(id);
        assertEquals(
                Set.of("APPLIED"),
                effects.stream().map(effect -> effect.text("state")).collect(Collectors.toSet()));
        return effects.stream()
                .collect(Collectors.toMap(
                        effect ->
                                effect.object("plannedAmount").text("currency").toLowerCase(Locale.ROOT),
                        effect -> List.of(effect.text("externalId")),
                        (one, other) -> {
                            throw new AssertionError("two effects of one currency: " + one + other);
                        },
                        TreeMap::new));
    }
}
