package io.countersign.persistence;

import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import javax.persistence.EntityManagerFactory;
import javax.persistence.SharedCacheMode;
import javax.persistence.ValidationMode;
import javax.persistence.spi.ClassTransformer;
import javax.persistence.spi.PersistenceUnitInfo;
import javax.persistence.spi.PersistenceUnitTransactionType;
import javax.sql.DataSource;
import org.apache.openjpa.persistence.PersistenceProviderImpl;
import org.jspecify.annotations.Nullable;

/** Starts OpenJPA by hand: its Karaf integration would take the transactions over. The schema is ours, nothing is cached. */
final class JpaUnit implements PersistenceUnitInfo {
    private final DataSource dataSource;
    private final Vendor vendor;

    private JpaUnit(DataSource dataSource, Vendor vendor) {
        this.dataSource = dataSource;
        this.vendor = vendor;
    }

    static EntityManagerFactory open(DataSource dataSource, Vendor vendor) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(JpaUnit.class.getClassLoader());
        try {
            return new PersistenceProviderImpl()
                    .createContainerEntityManagerFactory(new JpaUnit(dataSource, vendor), Map.of());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Override
    public Properties getProperties() {
        Properties properties = new Properties();
        properties.setProperty("openjpa.RuntimeUnenhancedClasses", "unsupported");
        properties.setProperty("openjpa.DynamicEnhancementAgent", "false");
        properties.setProperty("openjpa.jdbc.DBDictionary", vendor.jpaDictionary());
        properties.setProperty("openjpa.Log", "slf4j");
        // optimistic transactions would not see our locks: they read on another connection
        properties.setProperty("openjpa.Optimistic", "false");
        properties.setProperty("openjpa.LockManager", "none");
        return properties;
    }

    @Override
    public List<String> getManagedClassNames() {
        return List.of(
                ReleaseRow.class.getName(),
                SessionRow.class.getName(),
                StoredFileRow.class.getName(),
                UserRow.class.getName());
    }

    @Override
    public String getPersistenceUnitName() {
        return "countersign";
    }

    @Override
    public String getPersistenceProviderClassName() {
        return PersistenceProviderImpl.class.getName();
    }

    @Override
    public PersistenceUnitTransactionType getTransactionType() {
        return PersistenceUnitTransactionType.RESOURCE_LOCAL;
    }

    @Override
    public @Nullable DataSource getJtaDataSource() {
        return null;
    }

    @Override
    public DataSource getNonJtaDataSource() {
        return dataSource;
    }

    @Override
    public List<String> getMappingFileNames() {
        return List.of();
    }

    @Override
    public List<URL> getJarFileUrls() {
        return List.of();
    }

    @Override
    public URL getPersistenceUnitRootUrl() {
        return Objects.requireNonNull(JpaUnit.class.getResource("/META-INF/persistence.xml"), "persistence.xml");
    }

    @Override
    public boolean excludeUnlistedClasses() {
        return true;
    }

    @Override
    public SharedCacheMode getSharedCacheMode() {
        return SharedCacheMode.NONE;
    }

    @Override
    public ValidationMode getValidationMode() {
        return ValidationMode.NONE;
    }

    @Override
    public String getPersistenceXMLSchemaVersion() {
        return "2.1";
    }

    @Override
    public ClassLoader getClassLoader() {
        return Objects.requireNonNull(JpaUnit.class.getClassLoader(), "class loader of the bundle");
    }

    @Override
    public void addTransformer(ClassTransformer transformer) {}

    @Override
    public ClassLoader getNewTempClassLoader() {
        return getClassLoader();
    }
}
