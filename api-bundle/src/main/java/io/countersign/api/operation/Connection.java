package io.countersign.api.operation;

import java.net.URI;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** An account at a provider, configured by an administrator; a plug-in can reach only those it was given. */
@ProviderType
public interface Connection {

    /** Name by which people and parameters refer to it: {@code stripe-main}. */
    String name();

    /** Kind of provider: {@code stripe}. */
    String kind();

    /** Whether it moves real money. */
    ConnectionMode mode();

    /** Where the provider is reached, when it is not the provider's own address. */
    Optional<URI> baseAddress();

    /** A setting of this kind of connection, e.g. {@code account}. */
    Optional<String> property(String name);

    /**
     * The value of a secret this connection refers to, e.g. {@code key}. Keep it no longer than the call.
     *
     * @throws OperationException when the connection refers to no such secret or it cannot be read
     */
    String secret(String name);
}
