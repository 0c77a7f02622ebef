package io.countersign.stripe.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Payout;
import com.stripe.model.StripeCollection;
import com.stripe.param.PayoutCreateParams;
import com.stripe.param.PayoutListParams;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.Rule;
import org.junit.Test;

public class PayoutTest {
    @Rule
    public final RunningSimulator simulator = new RunningSimulator(builder -> builder.withoutDestination("eur"));

    @Test
    public void movesMoneyFromAvailableIntoTransit() throws StripeException {
        Payout payout = simulator
                .stripe()
                .v1()
                .payouts()
                .create(RunningSimulator.payout("bhd", 45670)
                        .setDescription("Clear BHD balance to USD - Execution 7")
                        .setStatementDescriptor("COUNTERSIGN 7")
                        .putMetadata("execution", "7")
                        .setSourceType(PayoutCreateParams.SourceType.CARD)
                        .build());

        assertTrue(payout.getId().startsWith("po_"));
        assertEquals("pending", payout.getStatus());
        assertEquals(Long.valueOf(45670), payout.getAmount());
        assertEquals("card", payout.getSourceType());
        assertEquals("standard", payout.getMethod());
        assertEquals("COUNTERSIGN 7", payout.getStatementDescriptor());
        assertEquals(Map.of("execution", "7"), payout.getMetadata());
        assertEquals(Long.valueOf(RunningSimulator.START.getEpochSecond()), payout.getCreated());
        assertFalse(payout.getAutomatic());
        assertFalse(payout.getLivemode());
        assertTrue(payout.getDestination().startsWith("ba_"));
        assertNull(payout.getFailureCode());
        assertTrue(payout.getLastResponse().requestId().startsWith("req_"));

        assertEquals(8, simulator.available("bhd"));
        assertEquals(8, simulator.booked("available", "bhd"));
        assertEquals(45670, simulator.booked("in_transit", "bhd"));
        BalanceTransaction transaction =
                simulator.stripe().v1().balanceTransactions().retrieve(payout.getBalanceTransaction());
        assertEquals(Long.valueOf(-45670), transaction.getNet());
        assertEquals(payout.getId(), transaction.getSource());
        assertEquals("payout", transaction.getType());
    }

    @Test
    public void expandsWhatIsAskedFor() throws StripeException {
        Payout payout = simulator
                .stripe()
                .v1()
                .payouts()
                .create(RunningSimulator.payout("aed", 200)
                        .addExpand("balance_transaction")
                        .addExpand("destination")
                        .build());
        assertEquals(Long.valueOf(-200), payout.getBalanceTransactionObject().getAmount());
        assertTrue(payout.getDestinationObject().getId().startsWith("ba_"));
        assertRefused("", "expand", RunningSimulator.payout("aed", 200).addExpand("application_fee"));
    }

    @Test
    public void refusesMoreThanIsThereWithoutMovingAnything() throws StripeException {
        assertRefused("balance_insufficient", null, RunningSimulator.payout("aed", 125044));
        assertEquals(125043, simulator.available("aed"));
        simulator.pay("aed", 125043, "all");
        assertRefused("balance_insufficient", null, RunningSimulator.payout("aed", 100));
        assertEquals(0, simulator.available("aed"));
    }

    @Test
    public void neverDrawsOnAnotherSourceType() {
        assertRefused(
                "balance_insufficient",
                null,
                RunningSimulator.payout("aed", 100).setSourceType(PayoutCreateParams.SourceType.BANK_ACCOUNT));
    }

    @Test
    public void wantsASourceTypeIfThereAreSeveral() throws IOException, StripeException {
        simulator.admin(
                "/balances",
                "{\"balances\":[{\"currency\":\"usd\",\"source_type\":\"bank_account\",\"available\":900}]}");
        assertRefused("parameter_missing", "source_type", RunningSimulator.payout("usd", 900));
        Payout payout = simulator
                .stripe()
                .v1()
                .payouts()
                .create(RunningSimulator.payout("usd", 900)
                        .setSourceType(PayoutCreateParams.SourceType.BANK_ACCOUNT)
                        .build());
        assertEquals("bank_account", payout.getSourceType());
        assertEquals(50000, simulator.available("usd"));
    }

    @Test
    public void refusesAmountsTheCurrencyDoesNotAllow() throws IOException {
        assertRefused("parameter_invalid_integer", "amount", RunningSimulator.payout("bhd", 45678));
        assertRefused("amount_too_small", "amount", RunningSimulator.payout("aed", 99));
        assertRefused("amount_too_large", "amount", RunningSimulator.payout("aed", 1_000_000_000_000L));
        for (String wholeUnitsOnly : List.of("huf", "twd", "isk", "ugx")) {
            assertRefused("parameter_invalid_integer", "amount", RunningSimulator.payout(wholeUnitsOnly, 150));
        }
        for (String amount : List.of("1.5", "-100", "0", "abc")) {
            HttpResponse<String> answer = simulator.rawPost("/v1/payouts", "amount=" + amount + "&currency=aed");
            assertEquals(400, answer.statusCode());
            assertEquals("parameter_invalid_integer", error(answer).string("code"));
        }
    }

    @Test
    public void refusesUnknownAndMissingParameters() throws IOException {
        JsonObject unknown = error(simulator.rawPost("/v1/payouts", "amount=100&currency=aed&convert_to=usd"));
        assertEquals("parameter_unknown", unknown.string("code"));
        assertEquals("convert_to", unknown.string("param"));
        assertEquals("Received unknown parameter: convert_to", unknown.string("message"));
        assertEquals(
                "parameter_unknown",
                error(simulator.rawPost("/v1/payouts", "amount[a]=100&currency=aed"))
                        .string("code"));
        assertEquals(
                "parameter_missing",
                error(simulator.rawPost("/v1/payouts", "amount=100")).string("code"));
        assertEquals(
                "parameter_invalid_empty",
                error(simulator.rawPost("/v1/payouts", "amount=100&currency=aed&description="))
                        .string("code"));
        assertEquals(
                "parameter_invalid_string_too_long",
                error(simulator.rawPost(
                                "/v1/payouts", "amount=100&currency=aed&statement_descriptor=" + "x".repeat(23)))
                        .string("code"));
        assertEquals(List.of(), simulator.payoutEntries());
    }

    @Test
    public void needsABankAccountOfTheSameCurrency() throws StripeException {
        assertRefused("", "currency", RunningSimulator.payout("eur", 100));
        assertRefused(
                "resource_missing",
                "destination",
                RunningSimulator.payout("aed", 100).setDestination("ba_none"));
        String dirhams = simulator.pay("aed", 100, "k").getDestination();
        assertRefused("", "destination", RunningSimulator.payout("usd", 100).setDestination(dirhams));
        assertRefused(
                "instant_payouts_unsupported",
                "method",
                RunningSimulator.payout("usd", 100).setMethod(PayoutCreateParams.Method.INSTANT));
    }

    @Test
    public void refusesEverythingWhilePayoutsAreDisabled() throws IOException, StripeException {
        simulator.admin("/accounts", "{\"payouts_enabled\":false,\"payout_interval\":\"daily\"}");
        assertRefused("payouts_not_allowed", null, RunningSimulator.payout("aed", 100));
        assertEquals(
                "daily",
                simulator
                        .stripe()
                        .v1()
                        .accounts()
                        .retrieveCurrent()
                        .getSettings()
                        .getPayouts()
                        .getSchedule()
                        .getInterval());
    }

    @Test
    public void listsNewestFirstInPages() throws StripeException {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            created.add(0, simulator.pay("aed", 100 + i, "page-" + i).getId());
        }
        List<String> listed = new ArrayList<>();
        StripeCollection<Payout> page = simulator
                .stripe()
                .v1()
                .payouts()
                .list(PayoutListParams.builder().setLimit(2L).build());
        assertEquals(2, page.getData().size());
        assertTrue(page.getHasMore());
        page.autoPagingIterable().forEach(payout -> listed.add(payout.getId()));
        assertEquals(created, listed);
        InvalidRequestException refused = assertThrows(InvalidRequestException.class, () -> simulator
                .stripe()
                .v1()
                .payouts()
                .list(PayoutListParams.builder().setLimit(101L).build()));
        assertEquals("parameter_invalid_integer", refused.getCode());
    }

    @Test
    public void listsByStatusDestinationAndTime() throws StripeException {
        Payout early = simulator.pay("aed", 100, "early");
        simulator.get().advance(Duration.ofHours(1));
        Payout late = simulator.pay("usd", 100, "late");
        assertEquals(List.of(early.getId()), ids(PayoutListParams.builder().setStatus("paid")));
        assertEquals(List.of(late.getId()), ids(PayoutListParams.builder().setStatus("pending")));
        assertEquals(List.of(early.getId()), ids(PayoutListParams.builder().setDestination(early.getDestination())));
        assertEquals(
                List.of(late.getId()),
                ids(PayoutListParams.builder()
                        .setCreated(PayoutListParams.Created.builder()
                                .setGte(late.getCreated())
                                .build())));
        assertEquals(List.of(early.getId()), ids(PayoutListParams.builder().setCreated(early.getCreated())));
    }

    @Test
    public void cancelsOnlyWhilePendingAndGivesTheMoneyBack() throws StripeException {
        Payout payout = simulator.pay("aed", 5000, "k");
        Payout canceled = simulator.stripe().v1().payouts().cancel(payout.getId());
        assertEquals("canceled", canceled.getStatus());
        assertEquals(125043, simulator.available("aed"));
        assertEquals(
                Long.valueOf(5000),
                simulator
                        .stripe()
                        .v1()
                        .balanceTransactions()
                        .retrieve(canceled.getFailureBalanceTransaction())
                        .getAmount());
        simulator.get().advance(Duration.ofDays(1));
        assertEquals(
                "canceled",
                simulator.stripe().v1().payouts().retrieve(payout.getId()).getStatus());

        Payout gone = simulator.pay("aed", 5000, "k2");
        simulator.get().advance(Duration.ofSeconds(1));
        InvalidRequestException refused = assertThrows(
                InvalidRequestException.class,
                () -> simulator.stripe().v1().payouts().cancel(gone.getId()));
        assertTrue(refused.getMessage(), String.valueOf(refused.getMessage()).contains("in_transit"));
        assertEquals(120043, simulator.available("aed"));
    }

    @Test
    public void knowsNoPayoutOfAnotherMode() throws StripeException {
        Payout payout = simulator.pay("aed", 100, "k");
        InvalidRequestException missing = assertThrows(
                InvalidRequestException.class,
                () -> simulator.stripe(RunningSimulator.LIVE_KEY).v1().payouts().retrieve(payout.getId()));
        assertEquals("resource_missing", missing.getCode());
        assertEquals(Integer.valueOf(404), missing.getStatusCode());
    }

    private List<String> ids(PayoutListParams.Builder params) throws StripeException {
        return simulator.stripe().v1().payouts().list(params.build()).getData().stream()
                .map(Payout::getId)
                .toList();
    }

    private void assertRefused(String code, @Nullable String param, PayoutCreateParams.Builder params) {
        InvalidRequestException refused = assertThrows(
                InvalidRequestException.class,
                () -> simulator.stripe().v1().payouts().create(params.build()));
        assertEquals(code, refused.getCode() == null ? "" : refused.getCode());
        assertEquals(param, refused.getParam());
        assertEquals(Integer.valueOf(400), refused.getStatusCode());
    }

    private static JsonObject error(HttpResponse<String> answer) {
        assertEquals(400, answer.statusCode());
        return JsonReader.read(answer.body()).object("error");
    }
}
