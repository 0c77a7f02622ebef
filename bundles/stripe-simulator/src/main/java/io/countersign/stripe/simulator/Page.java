package io.countersign.stripe.simulator;

import java.util.List;
import java.util.Set;

/** Stripe's list object: newest first, a cursor on either side, at most 100 items. */
final class Page {
    static final Set<String> PLAIN = Set.of("limit", "starting_after", "ending_before");

    private static final int LIMIT_MAX = 100;
    private static final int LIMIT_DEFAULT = 10;

    private Page() {}

    /**
     * @param all every object there is, newest first; the cursor may point to any of them
     * @param kind name of the objects for an error message
     */
    static JsonObject of(ApiCall call, List<JsonObject> all, String kind) {
        Parameters parameters = call.parameters();
        int limit = (int) parameters.integerBetween("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
        String after = parameters.text("starting_after");
        String before = parameters.text("ending_before");
        if (after != null && before != null) {
            throw StripeRefusal.invalid(
                    null,
                    "ending_before",
                    "You may only specify one of these parameters: starting_after, ending_before.");
        }
        int from = 0;
        int to = all.size();
        boolean more;
        if (before != null) {
            to = indexOf(all, before, kind, "ending_before");
            from = Math.max(0, to - limit);
            more = from > 0;
        } else {
            if (after != null) from = indexOf(all, after, kind, "starting_after") + 1;
            more = all.size() - from > limit;
            to = Math.min(all.size(), from + limit);
        }
        return new JsonObject()
                .with("object", "list")
                .with("data", all.subList(from, to))
                .with("has_more", more)
                .with("url", call.path());
    }

    private static int indexOf(List<JsonObject> all, String id, String kind, String param) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).string("id").equals(id)) return i;
        }
        throw StripeRefusal.invalid("resource_missing", param, "No such " + kind + ": '" + id + "'");
    }
}
