package io.countersign.core.inbound;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.Connection;
import io.countersign.api.operation.InboundReply;
import io.countersign.core.access.Caller;
import io.countersign.core.audit.AuditAction;
import io.countersign.core.audit.AuditEntry;
import io.countersign.core.audit.AuditRepository;
import io.countersign.core.audit.AuditTrail;
import io.countersign.core.audit.Ids;
import io.countersign.core.audit.StoredText;
import io.countersign.core.connection.Connections;
import io.countersign.core.execution.ExecutionEngine;
import io.countersign.core.execution.ExecutionId;
import io.countersign.core.time.SharedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what providers send by themselves. A genuine event is remembered once and wakes the executions it concerns; what
 * happened is then read at the provider. Senders prove nothing but a signature, so everything here has a limit and a
 * refusal tells nothing.
 */
@Component(service = InboundService.class, configurationPid = "io.countersign.inbound")
@Designate(ocd = InboundConfig.class)
public final class InboundService {
    private static final Logger LOG = LoggerFactory.getLogger(InboundService.class);
    private static final int BURST_SECONDS = 10;
    private static final int AT_ONCE_MAX = 8;
    private static final int TYPE_LENGTH_MAX = 100;
    private static final long RETRY_SECONDS = 5;

    private final Verifier verifier;
    private final ConnectionFinder connections;
    private final InboundRepository events;
    private final Clock clock;
    private final AuditTrail trail;
    private final Caller node;
    private final Duration remembered;
    private final InboundThrottle throttle;
    private final InboundRefusals refusals;
    private final Semaphore atOnce = new Semaphore(AT_ONCE_MAX);
    private final ScheduledExecutorService housekeeping;

    /** Asks the plug-in that knows a provider; see {@link ExecutionEngine#verify}. */
    interface Verifier {
        Optional<InboundReply> verify(String provider, ReceivedMessage message);
    }

    /** Finds a usable connection by name and kind. */
    interface ConnectionFinder {
        Optional<Connection> find(String name, String kind);
    }

    @Activate
    public InboundService(
            @Reference ExecutionEngine engine,
            @Reference Connections connections,
            @Reference InboundRepository events,
            @Reference AuditRepository audits,
            @Reference SharedClock clock,
            InboundConfig config) {
        this(engine::verify, connections::find, events, audits, clock, config);
        ScheduledFuture<?> untilStopped = housekeeping.scheduleWithFixedDelay(this::keepHouse, 1, 1, TimeUnit.MINUTES);
        LOG.debug("webhooks are tidied up every minute: {}", untilStopped);
    }

    InboundService(
            Verifier verifier,
            ConnectionFinder connections,
            InboundRepository events,
            AuditRepository audits,
            Clock clock,
            InboundConfig config) {
        this.verifier = verifier;
        this.connections = connections;
        this.events = events;
        this.clock = clock;
        this.trail = new AuditTrail(clock, new Ids());
        this.node = Caller.node("webhooks");
        this.remembered = Duration.ofDays(within("rememberedDays", config.rememberedDays(), 4, 365));
        this.throttle = new InboundThrottle(
                System::nanoTime,
                new InboundThrottle.Limits(
                        within("senderPerSecond", config.senderPerSecond(), 1, 1000),
                        within("allPerSecond", config.allPerSecond(), 1, 10_000),
                        BURST_SECONDS));
        this.refusals = new InboundRefusals(audits, trail, clock, node);
        this.housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "countersign-webhooks");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * To be asked before anything of a message is read.
     *
     * @param address where it comes from; empty when unknown
     * @throws InboundThrottledException when it is to come again later
     */
    public void admit(String address) {
        if (!throttle.admits(address)) {
            throw new InboundThrottledException(RETRY_SECONDS);
        }
    }

    /**
     * Takes a message that was admitted. When this returns, the event is remembered and the executions it concerns will be
     * looked at, whatever happens to this process.
     *
     * @throws InboundRefusedException when it is not genuine or there is no such connection
     * @throws InboundThrottledException when too many are being taken right now
     */
    public InboundReceipt receive(InboundRequest request) {
        if (!atOnce.tryAcquire()) {
            throw new InboundThrottledException(RETRY_SECONDS);
        }
        try {
            return take(request, verified(request));
        } finally {
            atOnce.release();
        }
    }

    private InboundReply verified(InboundRequest request) {
        Optional<Connection> connection = connections.find(request.connection(), request.provider());
        Connection addressed =
                connection.orElseGet(() -> new UnknownConnection(request.connection(), request.provider()));
        InboundReply reply = verifier.verify(request.provider(), new ReceivedMessage(request, addressed, clock))
                .orElseGet(() -> InboundReply.refused("no deployed operation understands this provider"));
        if (connection.isEmpty()) {
            throw refused(request, "there is no such connection");
        }
        if (!reply.isAccepted()) {
            throw refused(request, reply.reason());
        }
        return reply;
    }

    private InboundRefusedException refused(InboundRequest request, String reason) {
        refusals.refused(request, reason);
        return new InboundRefusedException();
    }

    private InboundReceipt take(InboundRequest request, InboundReply reply) {
        InboundEvent event = new InboundEvent(
                request.provider(),
                request.connection(),
                reply.eventId().orElseThrow(),
                StoredText.of(reply.type(), TYPE_LENGTH_MAX),
                reply.externalIds(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        List<ExecutionId> executions = events.concerned(event.connection(), event.externalIds());
        boolean first = events.record(event, executions, executions.isEmpty() ? null : entry(event, executions));
        return new InboundReceipt(!first, first ? executions.size() : 0);
    }

    private AuditEntry entry(InboundEvent event, List<ExecutionId> executions) {
        JsonObject details = Json.object()
                .put("event", event.eventId())
                .put("type", event.type())
                .put(
                        "executions",
                        Json.texts(executions.stream().map(ExecutionId::text).toList()))
                .build();
        return trail.entry(node, AuditAction.WEBHOOK_RECEIVED, "connection:" + event.connection(), details);
    }

    void keepHouse() {
        try {
            refusals.flush();
            events.forget(clock.instant().minus(remembered));
        } catch (RuntimeException e) {
            // an exception would end the schedule; the database may be back in a minute
            LOG.warn("webhooks could not be tidied up, next try in a minute: {}", e.toString());
        }
    }

    /** Stops the housekeeping and writes what the log still owes. */
    @Deactivate
    void stop() {
        housekeeping.shutdownNow();
        refusals.close();
    }

    private static int within(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " = " + value + " is not between " + min + " and " + max
                    + "; correct it in etc/io.countersign.inbound.cfg");
        }
        return value;
    }
}
