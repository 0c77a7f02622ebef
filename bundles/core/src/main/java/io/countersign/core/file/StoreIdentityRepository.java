package io.countersign.core.file;

import java.util.Optional;

/** Port: which file store belongs to the platform's database. */
public interface StoreIdentityRepository {

    /** The identity of the store that the first node brought; empty before. */
    Optional<String> find();

    /** Notes an identity unless there is one; answers the one that holds from now on. */
    String agreeOn(String offered);
}
