package io.countersign.stripe.payout;

import io.countersign.api.operation.Connection;
import io.countersign.api.operation.ConnectionMode;
import io.countersign.api.operation.OperationException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one connection reaches Stripe, after every check that needs no call: key, mode and address must agree. Lives no
 * longer than the call it is made for, because it holds the key.
 */
final class StripeAccess {
    static final String CONNECTION_KIND = "stripe";

    private static final String STRIPE_ADDRESS = "https://api.stripe.com";
    private static final Pattern KEY = Pattern.compile("(rk|sk)_(live|test)_[A-Za-z0-9_]{1,250}");
    private static final Pattern ACCOUNT = Pattern.compile("acct_[A-Za-z0-9]{1,80}");

    private final String connectionName;
    private final String key;
    private final String address;
    private final @Nullable String account;

    private StripeAccess(String connectionName, String key, String address, @Nullable String account) {
        this.connectionName = connectionName;
        this.key = key;
        this.address = address;
        this.account = account;
    }

    /**
     * Checks the connection.
     *
     * @throws OperationException {@code stripe_key_malformed}, {@code stripe_mode_mismatch}, {@code
     *     stripe_address_refused} or {@code stripe_account_malformed}; the message never holds the key
     */
    static StripeAccess of(Connection connection) {
        String name = connection.name();
        String key = connection.secret("key").strip();
        if (!KEY.matcher(key).matches()) {
            throw new OperationException(
                    "stripe_key_malformed",
                    "the secret 'key' of connection '" + name + "' is not a Stripe API key; store a restricted key"
                            + " (rk_live_… or rk_test_…) in it");
        }
        boolean liveKey = key.startsWith("live_", 3);
        requireMode(name, connection.mode(), liveKey ? ConnectionMode.LIVE : ConnectionMode.TEST, "its key");
        String address = address(connection, liveKey);
        String account = connection.property("account").map(String::strip).orElse(null);
        if (account != null && !ACCOUNT.matcher(account).matches()) {
            throw new OperationException(
                    "stripe_account_malformed",
                    "property 'account' of connection '" + name + "' is '" + account
                            + "'; write the id of the connected account (acct_…) or remove the property");
        }
        return new StripeAccess(name, key, address, account);
    }

    /**
     * What an answer of Stripe says about the mode must be what the connection says.
     *
     * @throws OperationException {@code stripe_mode_mismatch}
     */
    static void requireLivemode(Connection connection, boolean livemode) {
        requireMode(
                connection.name(),
                connection.mode(),
                livemode ? ConnectionMode.LIVE : ConnectionMode.TEST,
                "the account Stripe answered for");
    }

    String connectionName() {
        return connectionName;
    }

    String key() {
        return key;
    }

    /** Base address without a slash at the end. */
    String address() {
        return address;
    }

    /** Id of the connected account that calls are made for; null for the key's own account. */
    @Nullable
    String account() {
        return account;
    }

    /** The text without the key, should an answer repeat it. */
    String withoutKey(String text) {
        return text.replace(key, "(key)");
    }

    private static String address(Connection connection, boolean liveKey) {
        URI given = connection.baseAddress().orElse(URI.create(STRIPE_ADDRESS));
        String address = given.toString().replaceFirst("/+$", "");
        if (liveKey && !address.equals(STRIPE_ADDRESS)) {
            throw new OperationException(
                    "stripe_address_refused",
                    "connection '" + connection.name() + "' has a live key and the base address " + given
                            + "; a live key goes to " + STRIPE_ADDRESS + " only: remove the base address or store a"
                            + " test key");
        }
        String scheme = given.getScheme();
        if (scheme == null
                || !Set.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT))
                || given.getHost() == null) {
            throw new OperationException(
                    "stripe_address_refused",
                    "connection '" + connection.name() + "' has the base address '" + given
                            + "'; write one like http://127.0.0.1:12111");
        }
        return address;
    }

    private static void requireMode(String name, ConnectionMode wanted, ConnectionMode found, String where) {
        if (wanted != found) {
            throw new OperationException(
                    "stripe_mode_mismatch",
                    "connection '" + name + "' is configured as " + wanted + " but " + where + " is " + found
                            + "; correct the mode of the connection or store the key of the other mode");
        }
    }
}
