package io.countersign.api.operation;

import java.time.Clock;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A message that somebody sent in the name of a provider. */
@ProviderType
public interface InboundMessage {

    /** The connection that its address names. */
    Connection connection();

    /** The bytes exactly as they came, at most 256 KiB; a copy. */
    byte[] body();

    /** The value of a header, by its name in any case; empty when it is missing or there are several. */
    Optional<String> header(String name);

    /** The platform's clock; use it in place of the system's. */
    Clock clock();
}
