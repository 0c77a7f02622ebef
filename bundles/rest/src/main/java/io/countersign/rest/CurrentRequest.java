package io.countersign.rest;

import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
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

    /** The resource method that was chosen; empty before that. */
    static Optional<Method> resourceMethod() {
        return Optional.ofNullable(exchange().get(OperationResourceInfo.class))
                .map(OperationResourceInfo::getAnnotatedMethod);
    }
}
