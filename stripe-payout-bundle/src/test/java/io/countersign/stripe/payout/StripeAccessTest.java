package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.operation.ConnectionMode;
import io.countersign.api.operation.OperationException;
import io.countersign.api.testkit.FakeConnection;
import java.net.URI;
import org.junit.Test;

public class StripeAccessTest {
    private static final String LIVE = "rk_live_0123456789";
    private static final String TEST = "sk_test_0123456789";

    @Test
    public void goesToStripeUnlessToldOtherwise() {
        StripeAccess live =
                StripeAccess.of(connection(LIVE).mode(ConnectionMode.LIVE).build());
        assertEquals("https://api.stripe.com", live.address());
        assertNull(live.account());
        StripeAccess test = StripeAccess.of(connection(TEST)
                .baseAddress(URI.create("http://127.0.0.1:12111/"))
                .property("account", "acct_123")
                .build());
        assertEquals("http://127.0.0.1:12111", test.address());
        assertEquals("acct_123", test.account());
    }

    @Test
    public void acceptsStripesOwnAddressForALiveKey() {
        assertEquals(
                "https://api.stripe.com",
                StripeAccess.of(connection(LIVE)
                                .mode(ConnectionMode.LIVE)
                                .baseAddress(URI.create("https://api.stripe.com/"))
                                .build())
                        .address());
    }

    @Test
    public void refusesALiveKeyAnywhereElse() {
        for (String address : new String[] {
            "http://127.0.0.1:12111",
            "http://api.stripe.com",
            "https://api.stripe.com.evil.example",
            "https://api.stripe.com@evil.example",
            "https://api.stripe.com:444"
        }) {
            refuses(
                    "stripe_address_refused",
                    connection(LIVE).mode(ConnectionMode.LIVE).baseAddress(URI.create(address)));
        }
    }

    @Test
    public void refusesAKeyOfTheOtherMode() {
        refuses("stripe_mode_mismatch", connection(LIVE));
        refuses("stripe_mode_mismatch", connection(TEST).mode(ConnectionMode.LIVE));
        FakeConnection test = connection(TEST).build();
        assertThrows(OperationException.class, () -> StripeAccess.requireLivemode(test, true));
        StripeAccess.requireLivemode(test, false);
    }

    @Test
    public void refusesWhatIsNoSecretKey() {
        for (String key : new String[] {"pk_test_0123456789", "whsec_0123456789", "rk_0123456789", "", "rk_test_"}) {
            refuses("stripe_key_malformed", connection(key));
        }
    }

    @Test
    public void refusesWhatIsNoAccountOrAddress() {
        refuses("stripe_account_malformed", connection(TEST).property("account", "12345"));
        refuses("stripe_address_refused", connection(TEST).baseAddress(URI.create("ftp://127.0.0.1")));
        refuses("stripe_address_refused", connection(TEST).baseAddress(URI.create("/relative")));
    }

    @Test
    public void keepsTheKeyOutOfTexts() {
        StripeAccess access = StripeAccess.of(connection(TEST).build());
        assertEquals("Invalid API Key provided: (key)", access.withoutKey("Invalid API Key provided: " + TEST));
    }

    private static void refuses(String code, FakeConnection.Builder builder) {
        FakeConnection connection = builder.build();
        OperationException refused = assertThrows(OperationException.class, () -> StripeAccess.of(connection));
        assertEquals(code, refused.code());
        assertTrue(Said.by(refused), Said.by(refused).contains("'stripe-main'"));
        String key = connection.secret("key");
        assertFalse(Said.by(refused), key.length() > 8 && Said.by(refused).contains(key));
    }

    private static FakeConnection.Builder connection(String key) {
        return FakeConnection.builder("stripe-main", "stripe").secret("key", key);
    }
}
