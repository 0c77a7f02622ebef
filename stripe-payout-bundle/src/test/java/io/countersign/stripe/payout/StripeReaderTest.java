package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.operation.OperationException;
import io.countersign.api.testkit.FakeConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

public class StripeReaderTest {
    private static final String REFUSED =
            "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"not for this kind of account\"}}";

    @Rule
    public final CannedStripe stripe = new CannedStripe();

    @Test
    public void refusesAnAccountOfTheOtherMode() {
        stripe.answer("/v1/balance", 200, balance(true, "{\"amount\":100,\"currency\":\"aed\"}"));
        assertEquals("stripe_mode_mismatch", refusal().code());
    }

    @Test
    public void refusesAnAnswerThatIsNoBalance() {
        stripe.answer("/v1/balance", 200, "{\"object\":\"balance\"}");
        assertEquals("stripe_failed", refusal().code());
        stripe.answer("/v1/balance", 200, "<html>captive portal</html>");
        assertEquals("stripe_failed", refusal().code());
    }

    @Test
    public void takesAnUndividedBalanceAsCardMoney() {
        stripe.answer("/v1/balance", 200, balance(false, "{\"amount\":100,\"currency\":\"aed\"}"));
        assertEquals(List.of("aed:card 100"), balances(read(false)));
    }

    @Test
    public void remarksOnMoneyOfAKindItDoesNotKnow() {
        stripe.answer(
                "/v1/balance",
                200,
                balance(
                        false,
                        "{\"amount\":150,\"currency\":\"aed\",\"source_types\":{\"card\":100,\"crypto\":50}},"
                                + "{\"amount\":7,\"currency\":\"zzz\",\"source_types\":{\"card\":7}}"));
        StripeState state = read(false);
        assertEquals(List.of("aed:card 100"), balances(state));
        assertTrue(state.remarks().toString(), state.remarks().get(0).contains("1.50 AED"));
        assertTrue(state.remarks().toString(), state.remarks().get(1).contains("'zzz'"));
    }

    @Test
    public void takesTheInstantBalanceForInstantPayouts() {
        stripe.answer(
                "/v1/balance",
                200,
                "{\"object\":\"balance\",\"livemode\":false,\"pending\":[],"
                        + "\"available\":[{\"amount\":900,\"currency\":\"usd\",\"source_types\":{\"card\":900}}],"
                        + "\"instant_available\":[{\"amount\":300,\"currency\":\"usd\",\"source_types\":{\"card\":300}}]}");
        assertEquals(List.of("usd:card 300"), balances(read(true)));
        assertEquals(List.of("usd:card 900"), balances(read(false)));
    }

    @Test
    public void goesOnWhereStripeHidesTheBankAccountsAndPayouts() {
        stripe.answer("/v1/balance", 200, balance(false, "{\"amount\":100,\"currency\":\"aed\"}"));
        stripe.answer("/v1/accounts/acct_1/external_accounts", 403, REFUSED);
        stripe.answer("/v1/payouts", 403, REFUSED);
        StripeState state = read(false);
        assertFalse(state.destinations().isReadable());
        assertTrue(state.destinations().unreadableBecause().contains("not for this kind"));
        assertTrue(state.remarks().toString(), state.remarks().get(0).contains("last 30 days"));
    }

    @Test
    public void stopsWhenTheBankAccountsAreNotAnswered() {
        stripe.answer("/v1/balance", 200, balance(false, "{\"amount\":100,\"currency\":\"aed\"}"));
        stripe.answer("/v1/accounts/acct_1/external_accounts", 503, "{\"error\":{\"type\":\"api_error\"}}");
        assertEquals("stripe_failed", refusal().code());
    }

    @Test
    public void neverTakesAnEndlessListForComplete() {
        stripe.answer("/v1/balance", 200, balance(false, "{\"amount\":100,\"currency\":\"aed\"}"));
        stripe.answer("/v1/payouts", 200, "{\"object\":\"list\",\"data\":[],\"has_more\":true}");
        assertEquals("stripe_unreachable", refusal().code());
        stripe.answer("/v1/payouts", 200, "{\"object\":\"list\",\"data\":[]}");
        assertEquals("stripe_unreachable", refusal().code());
    }

    private StripeState read(boolean instant) {
        FakeConnection connection = stripe.connection();
        StripeApi api = new StripeConnector(Duration.ofSeconds(5), Duration.ofSeconds(10)).open(connection);
        return StripeReader.read(api, connection, instant, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    private OperationException refusal() {
        return assertThrows(OperationException.class, () -> read(false));
    }

    private static List<String> balances(StripeState state) {
        return state.balances().stream()
                .map(balance -> balance.item() + " " + balance.available().minorUnits())
                .toList();
    }

    private static String balance(boolean livemode, String available) {
        return "{\"object\":\"balance\",\"livemode\":" + livemode + ",\"pending\":[],\"available\":[" + available
                + "]}";
    }
}
