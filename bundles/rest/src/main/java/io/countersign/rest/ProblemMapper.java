package io.countersign.rest;

import io.countersign.api.json.Json;
import io.countersign.core.audit.Ids;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every exception with a problem document. */
final class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);
    private static final Ids IDS = new Ids();

    private final AllowedMethods allowed;

    ProblemMapper(AllowedMethods allowed) {
        this.allowed = allowed;
    }

    @Override
    public Response toResponse(Throwable thrown) {
        HttpServletRequest request = CurrentRequest.servletRequest();
        Problem problem = ProblemTable.problemOf(thrown, request.getMethod(), request.getRequestURI())
                .orElseGet(() -> brokeOff(thrown) ? brokenOff(request, thrown) : incident(thrown));
        Response.ResponseBuilder answer = Response.status(problem.type().status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.toJson(request));
        problem.retryAfterSeconds().ifPresent(seconds -> answer.header(HttpHeaders.RETRY_AFTER, seconds));
        if (problem.type().status() == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, challenge(problem.type()));
        }
        if (problem.type() == ProblemType.METHOD_NOT_ALLOWED) {
            answer.header(HttpHeaders.ALLOW, allowed.of(request.getRequestURI()));
        }
        if (problem.type() == ProblemType.FILE_DAMAGED) {
            LOG.error("{}", thrown.getMessage());
        }
        return answer.build();
    }

    /** Whether an answer had begun, or could not be written: no defect, but a connection that is gone. */
    private static boolean brokeOff(Throwable thrown) {
        boolean byConnection =
                Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).anyMatch(IOException.class::isInstance);
        return CurrentRequest.isAnswered() || (byConnection && CurrentRequest.isBeingAnswered());
    }

    /** The answer is on its way already, so nobody will read this one: mostly the caller has gone. */
    private static Problem brokenOff(HttpServletRequest request, Throwable thrown) {
        LOG.warn("The answer to {} {} broke off: {}", request.getMethod(), request.getRequestURI(), thrown.toString());
        return new Problem(ProblemType.INTERNAL, "the answer broke off");
    }

    /** What went wrong stays in the log; the caller gets a number to ask for. */
    static Problem incident(Throwable thrown) {
        String incident = IDS.next();
        LOG.error("Incident {}", incident, thrown);
        return new Problem(
                ProblemType.INTERNAL,
                "the platform failed; give incident " + incident + " to an administrator",
                Json.object().put("incident", incident).build());
    }

    /** RFC 6750 §3.1: a token that was refused is named as such. */
    private static String challenge(ProblemType type) {
        return type == ProblemType.SESSION_EXPIRED
                ? "Bearer realm=\"countersign\", error=\"invalid_token\""
                : "Bearer realm=\"countersign\"";
    }
}
