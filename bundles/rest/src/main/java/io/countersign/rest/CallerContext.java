package io.countersign.rest;

import io.countersign.core.access.Caller;
import java.util.Objects;
import org.apache.cxf.jaxrs.ext.ContextProvider;
import org.apache.cxf.message.Message;

/** Hands resource methods the caller that {@link RequestGate} let pass. */
final class CallerContext implements ContextProvider<Caller> {
    @Override
    public Caller createContext(Message message) {
        return Objects.requireNonNull(message.getExchange().get(Caller.class), "an anonymous route has no caller");
    }
}
