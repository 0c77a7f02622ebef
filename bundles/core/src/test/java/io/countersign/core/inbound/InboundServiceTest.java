package io.countersign.core.inbound;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.InboundReply;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.api.testkit.FakeConnection;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.execution.EffectState;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.execution.WorkItem;
import io.countersign.core.testing.FakeAuditRepository;
import io.countersign.core.testing.FakeExecutionRepository;
import io.countersign.core.testing.FakeInboundRepository;
import io.countersign.core.testing.Samples;
import io.countersign.core.testing.SettableClock;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Test;

public final class InboundServiceTest {
    private final SettableClock clock = new SettableClock();
    private final FakeAuditRepository audit = new FakeAuditRepository();
    private final FakeExecutionRepository executions = new FakeExecutionRepository(clock, audit);
    private final FakeInboundRepository events = new FakeInboundRepository(executions, audit);
    private final List<String> asked = new ArrayList<>();
    private InboundReply reply = InboundReply.accepted("evt_1", "payout.paid", List.of("po_pay"));
    private final InboundService service = new InboundService(
            (provider, message) -> {
                asked.add(provider + " " + message.connection().name() + " "
                        + message.header("Stripe-Signature").orElse("none"));
                return provider.equals("stripe") ? Optional.of(reply) : Optional.empty();
            },
            (name, kind) -> name.equals("main") && kind.equals("stripe")
                    ? Optional.of(FakeConnection.builder(name, kind).build())
                    : Optional.empty(),
            events,
            audit,
            clock,
            defaults());

    @After
    public void stop() {
        service.stop();
    }

    @Test
    public void aGenuineEventWakesWhatItConcerns() {
        ExecutionId execution = applied();

        assertEquals(new InboundReceipt(false, 1), service.receive(request("main")));

        assertEquals(List.of("stripe main t=1"), asked);
        assertTrue(executions.work().items().stream()
                .anyMatch(item ->
                        item.kind() == WorkItem.Kind.WAKE && item.execution().equals(execution)));
        AuditEntry entry = newest(AuditAction.WEBHOOK_RECEIVED);
        assertEquals("connection:main", entry.subject());
        assertEquals("evt_1", entry.details().text("event"));
        assertEquals(
                execution.text(), entry.details().array("executions").texts().get(0));
    }

    @Test
    public void aSecondDeliveryDoesNothing() {
        applied();
        service.receive(request("main"));
        int work = executions.work().items().size();
        int entries = audit.entries().size();

        assertEquals(new InboundReceipt(true, 0), service.receive(request("main")));
        assertEquals(work, executions.work().items().size());
        assertEquals(entries, audit.entries().size());
    }

    @Test
    public void anEventThatConcernsNothingHereIsRememberedAndNotLogged() {
        assertEquals(new InboundReceipt(false, 0), service.receive(request("main")));
        assertEquals(1, events.events().size());
        assertEquals(0, audit.entries().size());
        assertEquals(new InboundReceipt(true, 0), service.receive(request("main")));
    }

    @Test
    public void whatIsForgedIsRefusedWithoutAReason() {
        reply = InboundReply.refused("the signature is of another secret");
        InboundRefusedException forged =
                assertThrows(InboundRefusedException.class, () -> service.receive(request("main")));
        assertEquals(0, events.events().size());
        assertEquals(
                "the signature is of another secret",
                newest(AuditAction.WEBHOOK_REFUSED).details().text("reason"));

        reply = InboundReply.accepted("evt_1", "payout.paid", List.of());
        InboundRefusedException unknown =
                assertThrows(InboundRefusedException.class, () -> service.receive(request("absent")));
        assertEquals("nothing tells them apart", forged.getMessage(), unknown.getMessage());
        assertEquals("verified all the same, so that time tells nothing", "stripe absent t=1", asked.get(1));
        assertEquals(0, events.events().size());

        InboundRefusedException provider = assertThrows(
                InboundRefusedException.class,
                () -> service.receive(new InboundRequest("other", "main", Map.of(), new byte[1], "")));
        assertEquals(forged.getMessage(), provider.getMessage());
    }

    @Test
    public void anUnknownConnectionHasASecretThatNobodyKnows() {
        UnknownConnection unknown = new UnknownConnection("absent", "stripe");
        assertEquals(70, unknown.secret("webhookSecrets").length());
        assertEquals(unknown.secret("a"), unknown.secret("b"));
    }

    @Test
    public void anAttackIsCountedAndNotToldRowByRow() {
        reply = InboundReply.refused("no signature");
        for (int i = 0; i < 1000; i++) {
            assertThrows(InboundRefusedException.class, () -> service.receive(request("main")));
        }
        assertEquals(InboundRefusals.SINGLE_MAX, audit.entries().size());

        clock.advance(Duration.ofMinutes(1));
        service.keepHouse();
        assertEquals(InboundRefusals.SINGLE_MAX + 1, audit.entries().size());
        JsonObject summary = newest(AuditAction.WEBHOOK_REFUSED).details();
        assertEquals(1000 - InboundRefusals.SINGLE_MAX, summary.integer("count"));
        assertEquals(997, summary.object("connections").integer("stripe/main"));
        assertEquals("192.0.2.7", summary.array("addresses").texts().get(0));
    }

    @Test
    public void aSenderHasItsShareAndAllTogetherTheirs() {
        long[] nanos = {0};
        InboundThrottle throttle = new InboundThrottle(() -> nanos[0], new InboundThrottle.Limits(2, 3, 10));
        for (int i = 0; i < 20; i++) {
            assertTrue(throttle.admits("a"));
        }
        assertEquals("its burst is used up", false, throttle.admits("a"));
        for (int i = 0; i < 10; i++) {
            assertTrue("others still pass", throttle.admits("b"));
        }
        assertEquals("the burst of all is used up", false, throttle.admits("b"));
        nanos[0] += Duration.ofSeconds(1).toNanos();
        assertTrue(throttle.admits("a"));
        assertTrue(throttle.admits("a"));
        assertEquals("two a second", false, throttle.admits("a"));
        assertTrue("three a second of all", throttle.admits("b"));
        assertEquals(false, throttle.admits("b"));
    }

    @Test
    public void tooManyAreAskedToComeAgain() {
        AtomicInteger admissions = new AtomicInteger();
        InboundThrottledException throttled = assertThrows(InboundThrottledException.class, () -> {
            while (admissions.get() < 1_000_000) {
                service.admit("192.0.2.7");
                admissions.incrementAndGet();
            }
        });
        assertTrue(throttled.retryAfterSeconds() > 0);
        int admitted = admissions.get();
        assertTrue("admitted " + admitted, admitted >= 200 && admitted < 100_000);
    }

    @Test
    public void eventsAreForgottenAfterTheirDays() {
        service.receive(request("main"));
        clock.advance(Duration.ofDays(29));
        service.keepHouse();
        assertEquals(1, events.events().size());
        clock.advance(Duration.ofDays(2));
        service.keepHouse();
        assertEquals(0, events.events().size());
    }

    @Test
    public void aBodyThatIsTooLargeIsNotTaken() {
        byte[] large = new byte[InboundRequest.BODY_BYTES_MAX + 1];
        assertThrows(IllegalArgumentException.class, () -> new InboundRequest("stripe", "main", Map.of(), large, ""));
    }

    @Test
    public void aHeaderThatIsGivenTwiceIsNotThere() {
        InboundRequest request = new InboundRequest(
                "stripe", "main", Map.of("Stripe-Signature", List.of("a", "b"), "X", List.of("c")), new byte[0], "");
        assertEquals(Optional.empty(), request.header("stripe-signature"));
        assertEquals(Optional.of("c"), request.header("x"));
    }

    private static InboundRequest request(String connection) {
        return new InboundRequest(
                "stripe",
                connection,
                Map.of("stripe-signature", List.of("t=1")),
                "{}".getBytes(StandardCharsets.UTF_8),
                "192.0.2.7");
    }

    private AuditEntry newest(AuditAction action) {
        return audit.entries().stream()
                .filter(entry -> entry.action() == action)
                .reduce((older, newer) -> newer)
                .orElseThrow();
    }

    private ExecutionId applied() {
        ExecutionId execution = Samples.submitted(executions);
        PlannedEffect planned = Samples.plannedEffect("pay", "item");
        long fence = Samples.started(executions, execution, planned);
        executions.recordIntent(
                Samples.intent(execution, planned), fence, Samples.audit(AuditAction.EFFECT_INTENT, execution));
        executions.recordOutcome(
                Samples.applied(execution, "pay", EffectState.INTENT),
                fence,
                Samples.audit(AuditAction.EFFECT_APPLIED, execution));
        return execution;
    }

    private static InboundConfig defaults() {
        Object config = Proxy.newProxyInstance(
                InboundConfig.class.getClassLoader(),
                new Class<?>[] {InboundConfig.class},
                (proxy, method, arguments) -> method.getDefaultValue());
        return (InboundConfig) config;
    }
}
