package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonFieldException;
import io.countersign.api.json.JsonObject;
import io.countersign.api.json.JsonParseException;
import io.countersign.api.json.JsonTypeException;
import io.countersign.api.operation.InvalidParametersException;
import io.countersign.api.operation.ValidationResult;
import io.countersign.core.access.AccountRefusedException;
import io.countersign.core.access.NotSignedInException;
import io.countersign.core.access.PermissionDeniedException;
import io.countersign.core.access.SessionExpiredException;
import io.countersign.core.access.SignInRefusedException;
import io.countersign.core.access.SignInThrottledException;
import io.countersign.core.access.UsernameTakenException;
import io.countersign.core.approval.BarredFromApprovalException;
import io.countersign.core.approval.PlanDigestMismatchException;
import io.countersign.core.execution.IdempotencyConflictException;
import io.countersign.core.execution.InvalidRequestException;
import io.countersign.core.execution.PlanningFailedException;
import io.countersign.core.execution.PluginThreadsBusyException;
import io.countersign.core.execution.QueueFullException;
import io.countersign.core.execution.StateConflictException;
import io.countersign.core.execution.UnknownExecutionException;
import io.countersign.core.file.FileDamagedException;
import io.countersign.core.file.FileRefusedException;
import io.countersign.core.file.FileTooLargeException;
import io.countersign.core.file.UnknownFileException;
import io.countersign.core.inbound.InboundRefusedException;
import io.countersign.core.inbound.InboundThrottledException;
import io.countersign.core.registry.UnknownOperationException;
import io.countersign.core.release.ReleaseConflictException;
import io.countersign.core.release.ReleaseTooLargeException;
import io.countersign.core.release.ReleaseUnusableException;
import io.countersign.core.release.UnknownReleaseException;
import java.util.Map;
import java.util.Optional;
import javax.ws.rs.WebApplicationException;

/** Which problem an exception is: one line for each exception that has a meaning for callers. */
final class ProblemTable {
    private static final long BUSY_RETRY_SECONDS = 2;

    private static final Map<Class<? extends Throwable>, ProblemType> TYPES = Map.ofEntries(
            Map.entry(JsonParseException.class, ProblemType.UNREADABLE_JSON),
            Map.entry(JsonFieldException.class, ProblemType.INVALID_REQUEST),
            Map.entry(JsonTypeException.class, ProblemType.INVALID_REQUEST),
            Map.entry(InvalidRequestException.class, ProblemType.INVALID_REQUEST),
            Map.entry(NotSignedInException.class, ProblemType.NOT_SIGNED_IN),
            Map.entry(SessionExpiredException.class, ProblemType.SESSION_EXPIRED),
            Map.entry(SignInRefusedException.class, ProblemType.SIGN_IN_REFUSED),
            Map.entry(SignInThrottledException.class, ProblemType.SIGN_IN_THROTTLED),
            Map.entry(PermissionDeniedException.class, ProblemType.PERMISSION_DENIED),
            Map.entry(BarredFromApprovalException.class, ProblemType.BARRED_FROM_APPROVAL),
            Map.entry(UnknownOperationException.class, ProblemType.UNKNOWN_OPERATION),
            Map.entry(UnknownExecutionException.class, ProblemType.UNKNOWN_EXECUTION),
            Map.entry(UnknownFileException.class, ProblemType.UNKNOWN_FILE),
            Map.entry(UnknownReleaseException.class, ProblemType.UNKNOWN_RELEASE),
            Map.entry(ReleaseConflictException.class, ProblemType.RELEASE_CONFLICT),
            Map.entry(ReleaseTooLargeException.class, ProblemType.RELEASE_TOO_LARGE),
            Map.entry(ReleaseUnusableException.class, ProblemType.RELEASE_UNUSABLE),
            Map.entry(IdempotencyConflictException.class, ProblemType.IDEMPOTENCY_CONFLICT),
            Map.entry(StateConflictException.class, ProblemType.STATE_CONFLICT),
            Map.entry(PlanDigestMismatchException.class, ProblemType.PLAN_DIGEST_MISMATCH),
            Map.entry(UsernameTakenException.class, ProblemType.USERNAME_TAKEN),
            Map.entry(FileTooLargeException.class, ProblemType.FILE_TOO_LARGE),
            Map.entry(InvalidParametersException.class, ProblemType.INVALID_PARAMETERS),
            Map.entry(AccountRefusedException.class, ProblemType.ACCOUNT_REFUSED),
            Map.entry(FileRefusedException.class, ProblemType.FILE_REFUSED),
            Map.entry(PlanningFailedException.class, ProblemType.PLANNING_FAILED),
            Map.entry(FileDamagedException.class, ProblemType.FILE_DAMAGED),
            Map.entry(InboundRefusedException.class, ProblemType.WEBHOOK_REFUSED),
            Map.entry(InboundThrottledException.class, ProblemType.WEBHOOK_THROTTLED),
            Map.entry(QueueFullException.class, ProblemType.QUEUE_FULL),
            Map.entry(PluginThreadsBusyException.class, ProblemType.PLUGINS_BUSY));

    private static final Map<Integer, ProblemType> BY_JAXRS_STATUS = Map.of(
            400, ProblemType.INVALID_REQUEST,
            404, ProblemType.UNKNOWN_ROUTE,
            405, ProblemType.METHOD_NOT_ALLOWED,
            406, ProblemType.NOT_ACCEPTABLE,
            413, ProblemType.BODY_TOO_LARGE,
            415, ProblemType.UNSUPPORTED_MEDIA_TYPE);

    private ProblemTable() {}

    /** The problem, or empty when the exception means nothing to callers: a defect. */
    static Optional<Problem> problemOf(Throwable thrown, String method, String path) {
        if (thrown instanceof ProblemException known) {
            return Optional.of(new Problem(known.type(), messageOf(known), known.extras()));
        }
        if (thrown instanceof WebApplicationException byJaxRs) {
            return Optional.ofNullable(BY_JAXRS_STATUS.get(byJaxRs.getResponse().getStatus()))
                    .map(type -> new Problem(type, jaxRsDetail(type, method, path)));
        }
        return Optional.ofNullable(TYPES.get(thrown.getClass()))
                .map(type -> new Problem(type, messageOf(thrown), extrasOf(thrown)));
    }

    private static JsonObject extrasOf(Throwable thrown) {
        JsonObject.Builder extras = Json.object();
        if (thrown instanceof JsonParseException unreadable) {
            extras.put("line", unreadable.line()).put("column", unreadable.column());
        } else if (thrown instanceof JsonFieldException invalid) {
            extras.put("field", invalid.field());
        } else if (thrown instanceof InvalidRequestException invalid) {
            extras.put("field", invalid.field());
        } else if (thrown instanceof AccountRefusedException refused) {
            extras.put("field", refused.field());
        } else if (thrown instanceof FileRefusedException refused) {
            extras.put("field", refused.field());
        } else if (thrown instanceof PermissionDeniedException denied) {
            extras.put("permission", denied.permission());
        } else if (thrown instanceof InvalidParametersException invalid) {
            extras.put(
                    "problems",
                    invalid.result().problems().stream()
                            .map(ValidationResult.Problem::toJson)
                            .toList());
        } else if (thrown instanceof IdempotencyConflictException conflict) {
            extras.put("executionId", conflict.earlier().text());
        } else if (thrown instanceof PlanDigestMismatchException mismatch) {
            extras.put("planDigest", mismatch.expected());
        } else if (thrown instanceof PlanningFailedException failed) {
            extras.put("failureCode", failed.failure().code());
        } else if (thrown instanceof FileTooLargeException large) {
            extras.put("sizeBytesMax", large.sizeBytesMax());
        } else if (thrown instanceof ReleaseTooLargeException large) {
            extras.put("sizeBytesMax", large.sizeBytesMax());
        } else if (thrown instanceof QueueFullException full) {
            extras.putAll(retryAfter(full.retryAfterSeconds()));
        } else if (thrown instanceof SignInThrottledException throttled) {
            extras.putAll(retryAfter(throttled.retryAfterSeconds()));
        } else if (thrown instanceof InboundThrottledException throttled) {
            extras.putAll(retryAfter(throttled.retryAfterSeconds()));
        } else if (thrown instanceof PluginThreadsBusyException) {
            extras.putAll(retryAfter(BUSY_RETRY_SECONDS));
        }
        return extras.build();
    }

    private static JsonObject retryAfter(long seconds) {
        return Json.object().put("retryAfterSeconds", seconds).build();
    }

    private static String jaxRsDetail(ProblemType type, String method, String path) {
        return switch (type) {
            case UNKNOWN_ROUTE -> "there is no route " + path + "; see GET " + ApiDoor.API + "/openapi.json";
            case METHOD_NOT_ALLOWED -> path + " does not take " + method + "; see the Allow header";
            case NOT_ACCEPTABLE -> method + " " + path + " does not answer in a form that the Accept header allows";
            case UNSUPPORTED_MEDIA_TYPE -> method + " " + path + " does not take a body of this Content-Type";
            default -> type.title();
        };
    }

    private static String messageOf(Throwable thrown) {
        return String.valueOf(thrown.getMessage());
    }
}
