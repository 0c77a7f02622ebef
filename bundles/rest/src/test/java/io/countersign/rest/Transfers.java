package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;

/** Asks for transfers of 12.50 AED. */
final class Transfers {
    static final String PATH = "/operations/bank.transfer/executions";

    private Transfers() {}

    /** The body of a submission. */
    static JsonObject of(String reference) {
        JsonObject parameters = Json.object()
                .put("account", "main")
                .put(
                        "amount",
                        Json.object()
                                .put("minorUnits", "1250")
                                .put("currency", "AED")
                                .build())
                .put("reference", reference)
                .build();
        return Json.object().put("parameters", parameters).build();
    }

    /** Submits one as the operator and plans it; answers the path of the execution. */
    static String planned(TestNode node) {
        String id = node.as("operator").post(PATH, of("thanks")).json().text("id");
        node.work();
        return "/executions/" + id;
    }

    /** The body of an approval or a rejection. */
    static JsonObject decision(String word, String digest) {
        return Json.object().put("decision", word).put("planDigest", digest).build();
    }
}
