package io.countersign.stripe.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns {@code Authorization} and {@code Stripe-Account} into the account and mode a call acts on. */
final class Authentication {
    private final List<String> secretKeys;
    private final Books books;

    Authentication(List<String> secretKeys, Books books) {
        this.secretKeys = secretKeys;
        this.books = books;
    }

    /** @throws StripeRefusal with status 401 if the key is missing or wrong, 403 if the account is not the key's */
    AccountScope authenticate(@Nullable String authorization, @Nullable String stripeAccount) {
        String key = secretKey(authorization);
        if (!secretKeys.contains(key)) {
            throw StripeRefusal.of(401, "invalid_request_error", null, "Invalid API Key provided: " + masked(key));
        }
        boolean livemode = isLive(key);
        if (stripeAccount == null || stripeAccount.equals(SimulatorConfig.ACCOUNT_ID)) {
            return new AccountScope(SimulatorConfig.ACCOUNT_ID, livemode);
        }
        AccountScope connected = new AccountScope(stripeAccount, livemode);
        if (books.knows(connected)) return connected;
        throw AccountEndpoints.accountInvalid(stripeAccount);
    }

    static boolean isLive(String secretKey) {
        return secretKey.startsWith("_live_", 2);
    }

    private static String secretKey(@Nullable String authorization) {
        String[] parts =
                authorization == null ? new String[0] : authorization.strip().split("\\s+", 2);
        if (parts.length == 2 && parts[0].toLowerCase(Locale.ROOT).equals("bearer")) return parts[1];
        if (parts.length == 2 && parts[0].toLowerCase(Locale.ROOT).equals("basic")) return userName(parts[1]);
        throw StripeRefusal.of(
                401,
                "invalid_request_error",
                null,
                "You did not provide an API key. You need to provide your API key in the Authorization header, using"
                        + " Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
    }

    private static String userName(String basic) {
        try {
            String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? pair : pair.substring(0, colon);
        } catch (IllegalArgumentException e) {
            // Not Base64, hence no key anybody has: answered like any other wrong one.
            return "";
        }
    }

    private static String masked(String key) {
        return key.length() <= 12 ? "****" : key.substring(0, 8) + "****" + key.substring(key.length() - 4);
    }
}
