package io.countersign.persistence;

import io.countersign.core.file.StoreIdentityRepository;
import java.sql.SQLException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The file store's identity in the database; the application may write it once and never change it. */
@Component(service = StoreIdentityRepository.class)
public final class JdbcStoreIdentityRepository implements StoreIdentityRepository {
    private static final String FILES = "files";

    private final Transactions transactions;

    @Activate
    public JdbcStoreIdentityRepository(@Reference Database database) {
        this.transactions = database.transactions();
    }

    @Override
    public Optional<String> find() {
        return transactions.read(JdbcStoreIdentityRepository::find);
    }

    @Override
    public String agreeOn(String offered) {
        return transactions.call(transaction -> {
            transaction.insertIfAbsent("INSERT INTO store_identity (store, identity) VALUES (?, ?)", FILES, offered);
            return find(transaction).orElseThrow();
        });
    }

    private static Optional<String> find(Transaction transaction) throws SQLException {
        return transaction.first(
                "SELECT identity FROM store_identity WHERE store = ?", row -> row.getString("identity"), FILES);
    }
}
