package io.countersign.stripe.simulator;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of payouts to the endpoints, signed like Stripe's, one after the other in the order of the ledger
 * unless the fault plan says otherwise. What is not taken with 2xx is sent again later. Events from before the start are
 * not sent.
 */
final class Webhooks {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final int ATTEMPTS_MAX = 8;
    private static final int ENDPOINTS_MAX = 16;
    private static final int DELIVERIES_KEPT = 1000;
    private static final int WAITING_MAX = 10_000;

    private final Books books;
    private final FaultPlan faults;
    private final Clock realClock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final List<WebhookEndpoint> endpoints = new ArrayList<>();
    private final Deque<Letter> waiting = new ArrayDeque<>();
    private final List<Letter> heldBack = new ArrayList<>();
    private final Deque<WebhookDelivery> deliveries = new ArrayDeque<>();
    private int entriesSeen;

    /** An event on its way to one endpoint. */
    private record Letter(WebhookEndpoint endpoint, JsonObject event, String payoutId, int attempt, Instant notBefore) {
        Letter again(Instant at) {
            return new Letter(endpoint, event, payoutId, attempt + 1, at);
        }

        WebhookDelivery delivery(int status, @Nullable String problem) {
            return new WebhookDelivery(event.string("id"), event.string("type"), payoutId, attempt, status, problem);
        }
    }

    Webhooks(Books books, FaultPlan faults, Clock realClock, List<WebhookEndpoint> endpoints) {
        this.books = books;
        this.faults = faults;
        this.realClock = realClock;
        this.endpoints.addAll(endpoints);
        this.entriesSeen = books.entries().size();
    }

    synchronized void add(WebhookEndpoint endpoint) {
        if (endpoints.size() >= ENDPOINTS_MAX) {
            throw new IllegalArgumentException("there are " + ENDPOINTS_MAX + " webhook endpoints already");
        }
        endpoints.add(endpoint);
    }

    synchronized void clear() {
        endpoints.clear();
        waiting.clear();
        heldBack.clear();
    }

    /** The last deliveries, at most {@value #DELIVERIES_KEPT}, oldest first. */
    synchronized List<WebhookDelivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** How many are still to be sent, those held back included. */
    synchronized int undelivered() {
        return waiting.size() + heldBack.size();
    }

    /** Sends an event once more to every endpoint, as from Stripe's dashboard. */
    synchronized void resend(String eventId) {
        for (JournalEntry entry : books.entries()) {
            Payout payout = entry.change().payout();
            if (payout != null && StripeEvent.id(entry, payout).equals(eventId)) {
                JsonObject event = StripeEvent.of(entry, payout);
                endpoints.forEach(endpoint -> enqueue(letter(endpoint, event, payout)));
                return;
            }
        }
        throw new IllegalArgumentException("there is no event '" + eventId + "'; see GET /v1/events");
    }

    /** Sends what is due; called by one thread again and again. */
    void deliver() throws InterruptedException {
        takeNewEvents();
        for (Letter letter = nextDue(); letter != null; letter = nextDue()) {
            send(letter);
        }
    }

    private synchronized void takeNewEvents() {
        List<JournalEntry> added = books.entriesAfter(entriesSeen);
        for (JournalEntry entry : added) {
            Payout payout = entry.change().payout();
            if (payout != null) {
                JsonObject event = StripeEvent.of(entry, payout);
                endpoints.forEach(endpoint -> post(letter(endpoint, event, payout), payout.currency()));
            }
        }
        entriesSeen += added.size();
    }

    private Letter letter(WebhookEndpoint endpoint, JsonObject event, Payout payout) {
        return new Letter(endpoint, event, payout.id(), 1, realClock.instant());
    }

    private void post(Letter letter, String currency) {
        FaultPlan.Hits hits =
                faults.meet(Fault.WEBHOOK_METHOD, letter.event().string("type"), Map.of("currency", currency));
        if (hits.has(Fault.Kind.WEBHOOK_LOST)) {
            note(letter.delivery(0, "lost by the fault plan"));
            return;
        }
        if (hits.has(Fault.Kind.WEBHOOK_LATE)) {
            heldBack.add(letter);
            return;
        }
        enqueue(letter);
        if (hits.has(Fault.Kind.WEBHOOK_DUPLICATE)) enqueue(letter);
        // whatever was held back comes behind the event that overtook it
        heldBack.forEach(this::enqueue);
        heldBack.clear();
    }

    private void enqueue(Letter letter) {
        if (waiting.size() >= WAITING_MAX) {
            note(letter.delivery(0, "more than " + WAITING_MAX + " deliveries are waiting"));
            return;
        }
        waiting.add(letter);
    }

    private synchronized @Nullable Letter nextDue() {
        Instant now = realClock.instant();
        Letter due = waiting.stream()
                .filter(letter -> !letter.notBefore().isAfter(now))
                .findFirst()
                .orElse(null);
        if (due != null) waiting.removeFirstOccurrence(due);
        return due;
    }

    private void send(Letter letter) throws InterruptedException {
        String body = letter.event().toString();
        HttpRequest request = HttpRequest.newBuilder(letter.endpoint().url())
                .timeout(ANSWER_MAX)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "Stripe/1.0 (SIMULATOR)")
                // the receiver's clock is a real one, however far virtual time has moved on
                .header("Stripe-Signature", letter.endpoint().signature(body, realClock.instant()))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            sent(letter, status, status / 100 == 2 ? null : "answered " + status);
        } catch (IOException e) {
            sent(letter, 0, String.valueOf(e));
        }
    }

    private synchronized void sent(Letter letter, int status, @Nullable String problem) {
        note(letter.delivery(status, problem));
        if (problem != null && letter.attempt() < ATTEMPTS_MAX) {
            Duration pause = FIRST_RETRY.multipliedBy(1L << (letter.attempt() - 1));
            waiting.add(letter.again(realClock.instant().plus(pause)));
        }
    }

    private void note(WebhookDelivery delivery) {
        if (deliveries.size() >= DELIVERIES_KEPT) deliveries.removeFirst();
        deliveries.add(delivery);
    }

    synchronized JsonObject toJson() {
        return new JsonObject()
                .with(
                        "endpoints",
                        endpoints.stream().map(WebhookEndpoint::toString).toList())
                .with("undelivered", undelivered())
                .with(
                        "deliveries",
                        deliveries.stream().map(WebhookDelivery::toJson).toList());
    }
}
