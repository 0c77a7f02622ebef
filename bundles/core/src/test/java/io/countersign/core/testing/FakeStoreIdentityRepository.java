package io.countersign.core.testing;

import io.countersign.core.file.StoreIdentityRepository;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Which file store belongs to the platform, in memory. */
public final class FakeStoreIdentityRepository implements StoreIdentityRepository {
    private final AtomicReference<@Nullable String> identity = new AtomicReference<>();

    @Override
    public Optional<String> find() {
        return Optional.ofNullable(identity.get());
    }

    @Override
    public String agreeOn(String offered) {
        identity.compareAndSet(null, offered);
        return find().orElseThrow();
    }
}
