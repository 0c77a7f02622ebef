package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;

/** A request is answered with a problem that only the API knows of. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ProblemType type;
    private final transient JsonObject extras;

    ProblemException(ProblemType type, String detail) {
        this(type, detail, JsonObject.empty());
    }

    ProblemException(ProblemType type, String detail, JsonObject extras) {
        super(detail);
        this.type = type;
        this.extras = extras;
    }

    /** A problem with one member, header or parameter. */
    static ProblemException ofField(ProblemType type, String field, String detail) {
        return new ProblemException(
                type, detail, Json.object().put("field", field).build());
    }

    ProblemType type() {
        return type;
    }

    /** Further members of the problem document. */
    JsonObject extras() {
        return extras;
    }
}
