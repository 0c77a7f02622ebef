package io.countersign.core.testing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.countersign.api.operation.PlannedEffect;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.execution.EffectState;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.WorkItem;
import io.countersign.core.inbound.InboundEvent;
import io.countersign.core.inbound.InboundRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Test;

/** Events of providers: each is remembered once and wakes whom it concerns. */
public abstract class InboundContract extends ContractTest {
    /** Before every other event of the store, so that forgetting concerns this test alone. */
    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");

    private final String connection = "main-" + Samples.id();

    @Test
    public void anEffectIsFoundByItsConnectionAndExternalId() {
        ExecutionId execution = applied("pay-" + Samples.id());
        String external = externalId(execution);

        assertEquals(List.of(execution), ports.inbound().concerned("main", List.of("other", external)));
        assertEquals(List.of(), ports.inbound().concerned("elsewhere", List.of(external)));
        assertEquals(List.of(), ports.inbound().concerned("main", List.of("other")));
        assertEquals(List.of(), ports.inbound().concerned("main", List.of()));
    }

    @Test
    public void anEventIsRememberedWithItsWorkAndItsEntry() {
        ExecutionId execution = submitted();
        InboundEvent event = event("evt_" + Samples.id());
        int workBefore = ports.work().apply(execution).size();

        assertTrue(ports.inbound()
                .record(event, List.of(execution), Samples.audit(AuditAction.WEBHOOK_RECEIVED, execution)));

        assertTrue(ports.work()
                .apply(execution)
                .contains(WorkItem.now(execution, WorkItem.Kind.WAKE, InboundRepository.token(event))));
        assertEquals(workBefore + 1, ports.work().apply(execution).size());
        assertEquals("webhook.received", audited(execution).get(0));
    }

    @Test
    public void aSecondDeliveryWritesNothing() {
        ExecutionId execution = submitted();
        ExecutionId other = submitted();
        InboundEvent event = event("evt_" + Samples.id());
        ports.inbound().record(event, List.of(execution), Samples.audit(AuditAction.WEBHOOK_RECEIVED, execution));
        int workOfOther = ports.work().apply(other).size();

        assertFalse(ports.inbound().record(event, List.of(other), Samples.audit(AuditAction.WEBHOOK_RECEIVED, other)));

        assertEquals(workOfOther, ports.work().apply(other).size());
        assertFalse(audited(other).contains("webhook.received"));
    }

    @Test
    public void theSameIdOfAnotherConnectionOrProviderIsAnotherEvent() {
        String id = "evt_" + Samples.id();
        assertTrue(ports.inbound().record(event(id), List.of(), null));
        assertTrue(ports.inbound()
                .record(new InboundEvent("bank", connection, id, "paid", List.of(), Samples.AT), List.of(), null));
        assertTrue(ports.inbound()
                .record(
                        new InboundEvent("stripe", connection + "2", id, "paid", List.of(), Samples.AT),
                        List.of(),
                        null));
        assertFalse(ports.inbound().record(event(id), List.of(), null));
    }

    @Test
    public void ofDeliveriesAtTheSameTimeOneCounts() throws Exception {
        ExecutionId execution = submitted();
        InboundEvent event = event("evt_" + Samples.id());
        int deliveries = 6;
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(deliveries);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < deliveries; i++) {
                results.add(threads.submit(() -> {
                    start.await();
                    return ports.inbound()
                            .record(event, List.of(execution), Samples.audit(AuditAction.WEBHOOK_RECEIVED, execution));
                }));
            }
            start.countDown();
            int counted = 0;
            for (Future<Boolean> result : results) {
                counted += result.get() ? 1 : 0;
            }
            assertEquals(1, counted);
        } finally {
            threads.shutdownNow();
        }
        assertEquals(
                1,
                audited(execution).stream().filter("webhook.received"::equals).count());
    }

    @Test
    public void whatIsOldIsForgotten() {
        InboundEvent old = new InboundEvent(
                "stripe", connection, "evt_old", "payout.paid", List.of("po_1"), LONG_AGO.minus(Duration.ofDays(1)));
        InboundEvent young =
                new InboundEvent("stripe", connection, "evt_young", "payout.paid", List.of("po_1"), LONG_AGO);
        ports.inbound().record(old, List.of(), null);
        ports.inbound().record(young, List.of(), null);

        assertEquals(1, ports.inbound().forget(LONG_AGO));

        assertTrue("forgotten, so it counts again", ports.inbound().record(old, List.of(), null));
        assertFalse(ports.inbound().record(young, List.of(), null));
        assertEquals(2, ports.inbound().forget(LONG_AGO.plusSeconds(1)));
    }

    private InboundEvent event(String id) {
        return new InboundEvent("stripe", connection, id, "payout.paid", List.of("po_1"), Samples.AT);
    }

    private ExecutionId applied(String name) {
        ExecutionId execution = submitted();
        PlannedEffect planned = Samples.plannedEffect(name, "item:" + Samples.id());
        long fence = Samples.started(ports.executions(), execution, planned);
        ports.executions()
                .recordIntent(
                        Samples.intent(execution, planned), fence, Samples.audit(AuditAction.EFFECT_INTENT, execution));
        ports.executions()
                .recordOutcome(
                        Samples.applied(execution, name, EffectState.INTENT),
                        fence,
                        Samples.audit(AuditAction.EFFECT_APPLIED, execution));
        return execution;
    }

    private String externalId(ExecutionId execution) {
        return String.valueOf(ports.executions().effects(execution).get(0).externalId());
    }
}
