package io.countersign.stripe.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** {@code /v1/events}: the payout entries of the ledger, in the form Stripe reports them. */
final class EventEndpoints {
    private final Books books;

    EventEndpoints(Books books) {
        this.books = books;
    }

    List<Route> routes() {
        return List.of(new Route("GET", "/v1/events", this::list), new Route("GET", "/v1/events/{id}", this::retrieve));
    }

    private Outcome list(ApiCall call) {
        Parameters parameters = call.parameters();
        parameters.allowOnly(
                Set.of("limit", "starting_after", "ending_before", "created", "type"),
                Set.of("created", "types", "expand"));
        String type = parameters.text("type");
        List<String> types = parameters.array("types");
        List<JsonObject> all = newestFirst(call.scope()).stream()
                .filter(event -> type == null || event.string("type").equals(type))
                .filter(event -> types.isEmpty() || types.contains(event.string("type")))
                .filter(event -> parameters.inRange("created", event.number("created")))
                .toList();
        return Outcome.of(Page.of(call, all, "event"));
    }

    private Outcome retrieve(ApiCall call) {
        call.parameters().allowOnly(Set.of(), Set.of("expand"));
        String id = call.pathVariables().get(0);
        return newestFirst(call.scope()).stream()
                .filter(event -> event.string("id").equals(id))
                .findFirst()
                .map(Outcome::of)
                .orElseThrow(() -> StripeRefusal.missing("event", id, "id"));
    }

    private List<JsonObject> newestFirst(AccountScope scope) {
        List<JsonObject> events = new ArrayList<>();
        for (JournalEntry entry : books.entries()) {
            Payout payout = entry.change().payout();
            if (payout != null && payout.scope().equals(scope)) events.add(StripeEvent.of(entry, payout));
        }
        Collections.reverse(events);
        return events;
    }
}
