package io.countersign.core.execution;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.OperationResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation reported of itself, as it can be stored.
 *
 * @param json the result, at most 1 MiB
 */
record OperationReport(boolean success, String message, JsonObject json) {
    private static final int LINES_MAX = 100;

    /** Reads a result; called on plug-in threads, since it is the plug-in's fault when that fails. */
    static OperationReport of(@Nullable OperationResult result) {
        if (result == null) {
            throw new OperationException("no_result", "the operation returned no result; its author must return one");
        }
        return new OperationReport(result.isSuccess(), result.message(), bounded(result));
    }

    private static JsonObject bounded(OperationResult result) {
        JsonObject json = result.toJson();
        if (BoundedJson.fits(json, ExecutionSettings.RESULT_BYTES_MAX)) {
            return json;
        }
        JsonObject less = json.with(
                        "data",
                        Json.object()
                                .put("omitted", "the result was too large; write large results to a file")
                                .build())
                .with("warnings", firstOf(result.warnings()))
                .with("errors", firstOf(result.errors()));
        return BoundedJson.orNote(less, ExecutionSettings.RESULT_BYTES_MAX, "; write large results to a file");
    }

    private static Json firstOf(List<String> lines) {
        return Json.texts(lines.stream().limit(LINES_MAX).toList());
    }
}
