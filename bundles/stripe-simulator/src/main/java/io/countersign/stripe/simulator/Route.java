package io.countersign.stripe.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path of the API.
 *
 * @param method HTTP method
 * @param template path whose segments in braces are variable, for example {@code /v1/payouts/{id}}
 * @param endpoint what answers it
 */
record Route(String method, String template, Endpoint endpoint) {

    /** Answers the calls of one route; called with the books held, so what it reads stays true until it is booked. */
    interface Endpoint {
        Outcome handle(ApiCall call);
    }

    /** The variable segments of a call that this route serves; null if it does not. */
    @Nullable
    List<String> match(String callMethod, String path) {
        String[] wanted = template.split("/", -1);
        String[] given = path.split("/", -1);
        if (!callMethod.equals(method) || wanted.length != given.length) return null;
        List<String> variables = new ArrayList<>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                variables.add(given[i]);
            } else if (!wanted[i].equals(given[i])) {
                return null;
            }
        }
        return variables;
    }
}
