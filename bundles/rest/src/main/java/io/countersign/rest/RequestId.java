package io.countersign.rest;

import io.countersign.core.audit.Ids;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;

/** What a request is called in answers and logs: what the caller named it when that is well-formed, else a random id. */
final class RequestId {
    static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = "io.countersign.rest.request-id";
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    private static final Ids IDS = new Ids();

    private RequestId() {}

    /** The same for the whole life of a request, also after it was suspended. */
    static String of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String given = request.getHeader(HEADER);
        String id = given != null && WELL_FORMED.matcher(given).matches() ? given : IDS.next();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }
}
