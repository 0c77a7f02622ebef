package io.countersign.core.connection;

import io.countersign.api.operation.Connection;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configured connections. A faulty one is listed with its fault and cannot be used at all. Secret files are looked at
 * each time, so correcting one needs no restart.
 */
@Component(service = Connections.class)
public final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final List<ConfiguredConnection> configured = new CopyOnWriteArrayList<>();
    private final SecretDirectory secrets;

    @Activate
    public Connections() {
        this(Path.of(System.getProperty("karaf.etc", "etc"), "secrets.d"));
    }

    Connections(Path secretDirectory) {
        this.secrets = new SecretDirectory(secretDirectory);
    }

    /**
     * The connection of this name, when it can be used.
     *
     * @param kind the kind it must be of: {@code stripe}
     * @return empty when there is none; {@link #problem} says why
     */
    public Optional<Connection> find(String name, String kind) {
        return problem(name, kind).isPresent()
                ? Optional.empty()
                : named(name).map(settings -> new FileSecretConnection(settings, secrets));
    }

    /** Why a connection of this name and kind cannot be used, with a remedy; empty when it can. */
    public Optional<String> problem(String name, String kind) {
        Optional<ConnectionSettings> settings = named(name);
        if (settings.isEmpty()) {
            return Optional.of("connection '" + name + "' is not configured; write etc/io.countersign.connection-"
                    + name + ".cfg");
        }
        if (!settings.get().kind().equals(kind)) {
            return Optional.of("connection '" + name + "' is of kind '"
                    + settings.get().kind() + "', not '" + kind + "'; choose another connection");
        }
        return fault(settings.get())
                .or(() -> faultOfAddress(settings.get()))
                .map(problem -> "connection '" + name + "' " + problem);
    }

    /** All connections by name, faulty ones with their fault; no secrets. */
    public List<ConnectionInfo> list() {
        return configured.stream()
                .map(ConfiguredConnection::settings)
                .map(settings -> new ConnectionInfo(
                        settings.name(),
                        settings.kind(),
                        settings.mode(),
                        settings.baseAddress(),
                        fault(settings).orElse(null)))
                .sorted(Comparator.comparing(ConnectionInfo::name))
                .toList();
    }

    /** For the component framework: a configuration came. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addConnection(ConfiguredConnection connection) {
        configured.add(connection);
        fault(connection.settings())
                .ifPresent(problem ->
                        LOG.warn("connection '{}' {}", connection.settings().name(), problem));
    }

    /** For the component framework: a configuration went. */
    public void removeConnection(ConfiguredConnection connection) {
        configured.remove(connection);
    }

    private Optional<ConnectionSettings> named(String name) {
        return configured.stream()
                .map(ConfiguredConnection::settings)
                .filter(candidate -> candidate.name().equals(name))
                .findFirst();
    }

    private Optional<String> fault(ConnectionSettings settings) {
        if (settings.fault() != null) {
            return Optional.of(settings.fault());
        }
        long namesakes = configured.stream()
                .filter(other -> other.settings().name().equals(settings.name()))
                .count();
        if (namesakes > 1) {
            return Optional.of("is configured " + namesakes + " times; rename or remove all but one");
        }
        return settings.secretFiles().values().stream()
                .sorted()
                .map(secrets::fault)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> faultOfAddress(ConnectionSettings settings) {
        return settings.movesRealMoney() && settings.baseAddress() != null
                ? PublicAddress.resolvedFaultOfLive(settings.baseAddress())
                : Optional.empty();
    }
}
