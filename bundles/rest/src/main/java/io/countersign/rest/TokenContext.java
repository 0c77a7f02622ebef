package io.countersign.rest;

import java.util.Objects;
import org.apache.cxf.jaxrs.ext.ContextProvider;
import org.apache.cxf.message.Message;

/** Hands resource methods the token that {@link RequestGate} let pass. */
final class TokenContext implements ContextProvider<BearerToken> {
    @Override
    public BearerToken createContext(Message message) {
        return Objects.requireNonNull(message.getExchange().get(BearerToken.class), "an anonymous route has no token");
    }
}
