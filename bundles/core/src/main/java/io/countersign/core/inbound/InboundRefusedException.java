package io.countersign.core.inbound;

/** A message is not genuine, or not for a connection that takes any; it does not say which. */
public final class InboundRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InboundRefusedException() {
        super("this is no message that a connection of the platform takes; check the address and the signing secret at"
                + " the provider, the reason is in the audit log");
    }
}
