package io.countersign.rest;

import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.cxf.jaxrs.model.OperationResourceInfo;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.apache.cxf.transport.http.AbstractHTTPDestination;

/** What CXF knows about the request that this thread is serving. */
final class CurrentRequest {
    private CurrentRequest() {}

    static Exchange exchange() {
        return PhaseInterceptorChain.getCurrentMessage().getExchange();
    }

    static HttpServletRequest servletRequest() {
        Object request = exchange().getInMessage().get(AbstractHTTPDestination.HTTP_REQUEST);
        return (HttpServletRequest) Objects.requireNonNull(request, "a message without request");
    }

    /** Whether the answer has begun, so that no other can be given. */
    static boolean isAnswered() {
        return exchange().getInMessage().get(AbstractHTTPDestination.HTTP_RESPONSE)
                        instanceof HttpServletResponse answer
                && answer.isCommitted();
    }

    /** Whether the resource has done its part and the answer is being written. */
    static boolean isBeingAnswered() {
        return exchange().getOutMessage() != null;
    }

    /** The resource method that was chosen; empty before that. */
    static Optional<Method> resourceMethod() {
        return Optional.ofNullable(exchange().get(OperationResourceInfo.class))
                .map(OperationResourceInfo::getAnnotatedMethod);
    }
}
