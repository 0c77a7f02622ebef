package io.countersign.core.connection;

import io.countersign.api.operation.ConnectionMode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection's configuration, read strictly: a key that means nothing is an error, since it is most likely a
 * misspelt one that means a lot.
 *
 * @param secretFiles file names by the name of the secret
 * @param fault the first thing that is wrong; null when nothing is. Everything that could be read is there all the same
 */
record ConnectionSettings(
        String name,
        String kind,
        @Nullable ConnectionMode mode,
        @Nullable URI baseAddress,
        Map<String, String> properties,
        Map<String, String> secretFiles,
        @Nullable String fault) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,59}");
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,59}");
    private static final Pattern OF_THE_FRAMEWORK =
            Pattern.compile("(service|component|felix|osgi|org\\.apache\\.felix|org\\.apache\\.karaf)\\..*|\\..*");
    private static final Pattern INSTANCE = Pattern.compile(".*?[~-](.+?)(\\.cfg|\\.config)?");
    private static final int VALUE_LENGTH_MAX = 4096;
    private static final int KEYS_MAX = 100;

    ConnectionSettings {
        properties = Map.copyOf(properties);
        secretFiles = Map.copyOf(secretFiles);
    }

    /** Without values, which may say more than is good for a log. */
    @Override
    public String toString() {
        return "connection " + name + " of kind " + kind;
    }

    boolean movesRealMoney() {
        return mode == ConnectionMode.LIVE;
    }

    static ConnectionSettings read(Map<String, ?> configuration) {
        return new Reader().read(configuration);
    }

    /** Goes through the keys and remembers what it found and what was wrong first. */
    private static final class Reader {
        private final Map<String, String> properties = new TreeMap<>();
        private final Map<String, String> secretFiles = new TreeMap<>();
        private String name = "";
        private String kind = "";
        private @Nullable ConnectionMode mode;
        private @Nullable URI baseAddress;
        private @Nullable String fault;

        ConnectionSettings read(Map<String, ?> configuration) {
            name = instanceName(configuration);
            if (configuration.size() > KEYS_MAX) {
                fault("has " + configuration.size() + " keys; at most " + KEYS_MAX + " are allowed");
            }
            new TreeMap<>(configuration).forEach((key, value) -> {
                if (!OF_THE_FRAMEWORK.matcher(key).matches()) {
                    take(key, String.valueOf(value).strip());
                }
            });
            requireEssentials();
            return new ConnectionSettings(name, kind, mode, baseAddress, properties, secretFiles, fault);
        }

        private void take(String key, String value) {
            if (value.length() > VALUE_LENGTH_MAX) {
                fault("has more than " + VALUE_LENGTH_MAX + " characters in '" + key + "'; shorten it");
                return;
            }
            switch (key) {
                case "name" -> name = value;
                case "kind" -> kind = value;
                case "mode" -> mode(value);
                case "baseAddress" -> baseAddress(value);
                default -> named(key, value);
            }
        }

        private void named(String key, String value) {
            int dot = key.indexOf('.');
            String prefix = dot < 0 ? key : key.substring(0, dot);
            String rest = dot < 0 ? "" : key.substring(dot + 1);
            if (!KEY.matcher(rest).matches() || !(prefix.equals("secret") || prefix.equals("property"))) {
                fault("has the unknown key '" + key
                        + "'; known are name, kind, mode, baseAddress, secret.<name> and property.<name>");
                return;
            }
            (prefix.equals("secret") ? secretFiles : properties).put(rest, value);
        }

        private void mode(String value) {
            switch (value.toUpperCase(Locale.ROOT)) {
                case "TEST" -> mode = ConnectionMode.TEST;
                case "LIVE" -> mode = ConnectionMode.LIVE;
                default -> fault("has mode '" + value + "'; write mode = TEST, or LIVE when it moves real money");
            }
        }

        private void baseAddress(String value) {
            if (value.isEmpty()) {
                return;
            }
            try {
                URI uri = new URI(value);
                boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
                if (web
                        && uri.getHost() != null
                        && uri.getRawUserInfo() == null
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null) {
                    baseAddress = uri;
                    return;
                }
            } catch (URISyntaxException e) {
                // said below, in one voice
            }
            fault("has a baseAddress that is no plain http or https address; write it like https://api.example.com");
        }

        private void requireEssentials() {
            if (!NAME.matcher(name).matches()) {
                fault("has no usable name; name it with 1 to 60 of a-z, 0-9, '.', '_', '-'");
            }
            if (!KIND.matcher(kind).matches()) {
                fault("has kind '" + kind + "'; write the kind of provider like kind = stripe");
            }
            if (mode == null) {
                fault("has no mode; write mode = TEST, or LIVE when it moves real money");
            }
            if (mode == ConnectionMode.LIVE && baseAddress != null) {
                PublicAddress.faultOfLive(baseAddress).ifPresent(this::fault);
            }
        }

        private void fault(String problem) {
            if (fault == null) {
                fault = problem;
            }
        }

        private static String instanceName(Map<String, ?> configuration) {
            String pid = String.valueOf(configuration.get("service.pid"));
            String file = String.valueOf(configuration.get("felix.fileinstall.filename"));
            String source = pid.contains("~") ? pid : file.substring(file.lastIndexOf('/') + 1);
            return Optional.of(INSTANCE.matcher(source))
                    .filter(Matcher::matches)
                    .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                    .orElse("");
        }
    }
}
