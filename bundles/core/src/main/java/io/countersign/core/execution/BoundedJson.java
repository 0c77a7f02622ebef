package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.json.JsonParseException;

/** Guards what is kept of plug-ins' JSON: small enough to store, and such that it can be read back. */
final class BoundedJson {
    private BoundedJson() {}

    /** Whether it has at most so many canonical bytes and is not nested too deeply for the parser. */
    static boolean fits(Json json, int bytesMax) {
        byte[] bytes = json.canonicalBytes();
        if (bytes.length > bytesMax) {
            return false;
        }
        try {
            Json.parse(bytes);
            return true;
        } catch (JsonParseException e) {
            return false;
        }
    }

    /** The object itself when it fits, else one that says that it was left out. */
    static JsonObject orNote(JsonObject json, int bytesMax, String remedy) {
        return fits(json, bytesMax)
                ? json
                : Json.object()
                        .put("omitted", "more than " + bytesMax + " bytes, or nested too deeply" + remedy)
                        .build();
    }
}
