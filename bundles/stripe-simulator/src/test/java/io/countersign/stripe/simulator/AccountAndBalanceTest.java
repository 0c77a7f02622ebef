package io.countersign.stripe.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.stripe.exception.ApiException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.PermissionException;
import com.stripe.exception.StripeException;
import com.stripe.model.Account;
import com.stripe.model.Balance;
import com.stripe.model.BankAccount;
import com.stripe.model.ExternalAccount;
import com.stripe.net.RequestOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.Rule;
import org.junit.Test;

public class AccountAndBalanceTest {
    @Rule
    public final RunningSimulator simulator = new RunningSimulator(builder -> builder.withoutDestination("eur"));

    @Test
    public void startsWithTheBalancesOfTheDemo() throws StripeException {
        Balance balance = simulator.stripe().v1().balance().retrieve();
        Map<String, Long> card = new TreeMap<>();
        balance.getAvailable()
                .forEach(one -> card.put(one.getCurrency(), one.getSourceTypes().getCard()));
        assertEquals(
                Map.of(
                        "aed", 125043L, "bhd", 45678L, "thb", 987654L, "nok", 234567L, "qar", 156789L, "hkd", 345678L,
                        "usd", 50000L, "eur", 75000L),
                card);
        assertFalse(balance.getLivemode());
        assertTrue(simulator
                .stripe(RunningSimulator.LIVE_KEY)
                .v1()
                .balance()
                .retrieve()
                .getLivemode());
    }

    @Test
    public void showsPendingMoneyApartFromAvailable() throws StripeException, IOException {
        simulator.admin(
                "/balances",
                "{\"balances\":[{\"currency\":\"usd\",\"source_type\":\"bank_account\",\"available\":-5,\"pending\":70}]}");
        Balance balance = simulator.stripe().v1().balance().retrieve();
        Balance.Available available = balance.getAvailable().stream()
                .filter(one -> one.getCurrency().equals("usd"))
                .findFirst()
                .orElseThrow();
        assertEquals(Long.valueOf(49995), available.getAmount());
        assertEquals(Long.valueOf(50000), available.getSourceTypes().getCard());
        assertEquals(Long.valueOf(-5), available.getSourceTypes().getBankAccount());
        long pending = balance.getPending().stream()
                .filter(one -> one.getCurrency().equals("usd"))
                .mapToLong(one -> one.getSourceTypes().getBankAccount())
                .sum();
        assertEquals(70, pending);
    }

    @Test
    public void describesItsAccount() throws StripeException {
        Account account = simulator.stripe().v1().accounts().retrieveCurrent();
        assertTrue(account.getId().startsWith("acct_"));
        assertTrue(account.getPayoutsEnabled());
        assertEquals("manual", account.getSettings().getPayouts().getSchedule().getInterval());
        assertEquals(
                account.getId(),
                simulator.stripe().v1().accounts().retrieve(account.getId()).getId());
    }

    @Test
    public void hasOneDefaultBankAccountPerCurrencyUnlessTakenAway() throws StripeException {
        List<ExternalAccount> accounts = simulator
                .stripe()
                .v1()
                .accounts()
                .externalAccounts()
                .list(SimulatorConfig.ACCOUNT_ID)
                .getData();
        assertEquals(7, accounts.size());
        Map<String, BankAccount> byCurrency = new TreeMap<>();
        accounts.forEach(one -> byCurrency.put(((BankAccount) one).getCurrency(), (BankAccount) one));
        assertFalse(byCurrency.containsKey("eur"));
        BankAccount bahrain = Objects.requireNonNull(byCurrency.get("bhd"));
        assertEquals("BH", bahrain.getCountry());
        assertTrue(bahrain.getDefaultForCurrency());
        assertTrue(bahrain.getLast4().matches("[0-9]{4}"));
        assertNotEquals(
                bahrain.getId(), Objects.requireNonNull(byCurrency.get("aed")).getId());
    }

    @Test
    public void keepsConnectedAccountsApart() throws StripeException, IOException {
        simulator.admin(
                "/balances",
                "{\"account\":\"acct_connected1\",\"balances\":[{\"currency\":\"aed\",\"available\":300}]}");
        RequestOptions connected =
                RequestOptions.builder().setStripeAccount("acct_connected1").build();
        simulator
                .stripe()
                .v1()
                .payouts()
                .create(RunningSimulator.payout("aed", 300).build(), connected);

        Balance balance = simulator.stripe().v1().balance().retrieve(connected);
        assertEquals(Long.valueOf(0), balance.getAvailable().get(0).getAmount());
        assertEquals(125043, simulator.available("aed"));
        assertEquals(0, simulator.stripe().v1().payouts().list().getData().size());

        RequestOptions stranger =
                RequestOptions.builder().setStripeAccount("acct_stranger").build();
        PermissionException refused = assertThrows(
                PermissionException.class,
                () -> simulator.stripe().v1().balance().retrieve(stranger));
        assertEquals("account_invalid", refused.getCode());
    }

    @Test
    public void refusesMissingAndWrongKeys() throws IOException {
        assertThrows(
                AuthenticationException.class,
                () -> simulator.stripe("rk_test_wrong").v1().balance().retrieve());
        assertEquals(401, simulator.rawGet("/v1/balance").statusCode());
    }

    @Test
    public void answersUnknownRoutesWithAnErrorBody() throws IOException {
        assertThrows(
                StripeException.class, () -> simulator.stripe().v1().charges().list());
        var answer = simulator.rawGet("/v1/charges", "Authorization", "Bearer " + RunningSimulator.TEST_KEY);
        assertEquals(404, answer.statusCode());
        assertEquals(
                "invalid_request_error",
                JsonReader.read(answer.body()).object("error").string("type"));
        assertTrue(answer.headers().firstValue("Request-Id").orElse("").startsWith("req_"));
        assertEquals(
                "SIMULATOR",
                answer.headers().firstValue("X-Countersign-Simulator").orElse(""));
    }

    @Test
    public void serverErrorsAreNotHiddenFromTheSdk() {
        simulator.get().arm(Fault.on(Fault.Kind.STORED_500, "GET", "/v1/*"));
        ApiException error = assertThrows(
                ApiException.class, () -> simulator.stripe().v1().balance().retrieve());
        assertEquals(Integer.valueOf(500), error.getStatusCode());
    }
}
