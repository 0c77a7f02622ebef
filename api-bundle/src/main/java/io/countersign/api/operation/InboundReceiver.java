package io.countersign.api.operation;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Understands what a provider sends by itself (webhooks). It only says whether a message is genuine and what it is
 * about: what happened is then read at the provider by {@link OperationPlugin#settle}, never believed from the message.
 */
@ConsumerType
public interface InboundReceiver {

    /** Kind of connection whose messages it understands, which is also their place in the address: {@code stripe}. */
    String provider();

    /**
     * Checks the message against the secrets of its connection; within 5 s, without any call to the outside. It is called
     * for connections that do not exist too, with one whose secrets nobody knows, so that refusing takes as long.
     *
     * @throws OperationException when the connection lacks what is needed; counts as refused
     */
    InboundReply verify(InboundMessage message) throws Exception;
}
