package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.AmountRule;
import io.countersign.api.operation.ConnectionMode;
import io.countersign.api.operation.OperationException;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.api.operation.SkippedLine;
import io.countersign.api.testkit.FakeConnection;
import io.countersign.api.testkit.FakeInputFile;
import io.countersign.api.testkit.TestRun;
import io.countersign.stripe.simulator.Fault;
import io.countersign.stripe.simulator.OpeningBalance;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;

public class PayoutPlanTest {
    @Rule
    public final SimulatedStripe stripe = new SimulatedStripe(config -> config.openingBalances(OpeningBalance.demo())
            .openingBalances(OpeningBalance.parse(
                    "isk=1234567,huf=1234567,pln=-500,sek=99,czk:bank_account=50000," + "czk=20000,try=1000"))
            .withoutDestination("try")
            .secretKey(SimulatedStripe.LIVE_KEY));

    @Test
    public void plansTheDemoToTheMinorUnit() throws Exception {
        TestRun run = stripe.run().build();
        Plan plan = run.plan();
        assertEquals(
                List.of(
                        "payout:aed:card 125043",
                        "payout:bhd:card 45670",
                        "payout:hkd:card 345678",
                        "payout:nok:card 234567",
                        "payout:qar:card 156789",
                        "payout:thb:card 987654"),
                amounts(plan));
        assertEquals(Money.ofMinor(45_670, "BHD"), plan.totals().get("BHD"));
        assertEquals(0, stripe.payoutsCreated());
    }

    @Test
    public void signsTheExactRequest() throws Exception {
        TestRun run =
                stripe.run().text(PayoutForm.STATEMENT_DESCRIPTOR, "ACME SWEEP").build();
        PlannedEffect aed = run.plan().effect("payout:aed:card").orElseThrow();
        JsonObject request = aed.request();
        assertEquals(
                Json.object()
                        .put("amount", "125043")
                        .put("currency", "aed")
                        .put("description", "Clear AED balance to USD - Execution " + run.executionId())
                        .put("destination", request.text("destination"))
                        .put("method", "standard")
                        .put("source_type", "card")
                        .put("statement_descriptor", "ACME SWEEP")
                        .build(),
                request);
        assertTrue(request.text("destination"), request.text("destination").startsWith("ba_"));
        assertEquals("stripe:" + SimulatedStripe.ACCOUNT + ":test:aed:card", aed.lockKey());
        assertEquals(AmountRule.EXACT, aed.amountRule());
        assertTrue(aed.beneficiary(), aed.beneficiary().matches("bank account …\\d{4} \\(AE\\)"));
        assertTrue(aed.sentence(), aed.sentence().contains("1250.43 AED"));
    }

    @Test
    public void showsTheResidueOfThePayoutStep() throws Exception {
        Plan plan = stripe.run().text(PayoutForm.CURRENCIES, "bhd,huf").build().plan();
        JsonObject bhd = plan.effect("payout:bhd:card").orElseThrow().details();
        assertEquals("45.678", bhd.object("available").text("text"));
        assertEquals("45.670", bhd.object("payable").text("text"));
        assertEquals("0.008", bhd.object("residue").text("text"));
        JsonObject huf = plan.effect("payout:huf:card").orElseThrow().details();
        assertEquals("12345.00", huf.object("payable").text("text"));
        assertEquals("0.67", huf.object("residue").text("text"));
        assertEquals(
                Json.object()
                        .put("earliest", "2025-01-07")
                        .put("latest", "2025-01-13")
                        .build(),
                bhd.object("arrivalEstimate"));
    }

    @Test
    public void countsIslandicKronurAsStripeDoesAndSignsThemAsIsoDoes() throws Exception {
        PlannedEffect isk = stripe.run()
                .text(PayoutForm.CURRENCIES, "isk")
                .text(PayoutForm.ON_SHRINK, "reduce")
                .build()
                .plan()
                .effect("payout:isk:card")
                .orElseThrow();
        assertEquals("1234500", isk.request().text("amount"));
        assertEquals(Money.ofMinor(12_345, "ISK"), isk.amount());
        assertEquals("reducing it would be done in ISO units", AmountRule.EXACT, isk.amountRule());
    }

    @Test
    public void saysWhyEachBalanceIsLeftAlone() throws Exception {
        Plan plan = stripe.run()
                .text(PayoutForm.CURRENCIES, "aed,pln,sek,try,gbp,thb")
                .openItem(stripe.openItem("thb:card"))
                .build()
                .plan();
        Map<String, String> reasons = new TreeMap<>(
                plan.skipped().stream().collect(Collectors.toMap(SkippedLine::item, SkippedLine::reason)));
        assertEquals("negative", reasons.get("pln:card"));
        assertEquals("below_minimum", reasons.get("sek:card"));
        assertEquals("no_destination", reasons.get("try:card"));
        assertEquals("zero", reasons.get("gbp"));
        assertEquals("blocked_by_open_item", reasons.get("thb:card"));
        assertEquals("not_in_list", reasons.get("usd:card"));
        assertEquals("not_in_list", reasons.get("czk:bank_account"));
        assertEquals(List.of("payout:aed:card 125043"), amounts(plan));
    }

    @Test
    public void doesNotSendOneCurrencyToTheBankAccountOfAnother() throws Exception {
        String aedAccount = stripe.run()
                .build()
                .plan()
                .effect("payout:aed:card")
                .orElseThrow()
                .request()
                .text("destination");
        Plan plan = stripe.run()
                .text(PayoutForm.CURRENCIES, "aed,bhd")
                .text(PayoutForm.DESTINATION, aedAccount)
                .build()
                .plan();
        assertEquals(List.of("payout:aed:card 125043"), amounts(plan));
        assertEquals("currency_mismatch", reason(plan, "bhd:card"));
        Plan unknown =
                stripe.run().text(PayoutForm.DESTINATION, "ba_unknown").build().plan();
        assertEquals("no_destination", reason(unknown, "aed:card"));
    }

    @Test
    public void paysEachSourceTypeOnItsOwn() throws Exception {
        Plan plan = stripe.run().text(PayoutForm.CURRENCIES, "czk").build().plan();
        assertEquals(List.of("payout:czk:bank_account 50000", "payout:czk:card 20000"), amounts(plan));
        assertEquals(Money.ofMinor(70_000, "CZK"), plan.totals().get("CZK"));
    }

    @Test
    public void keepsAReserveOnceForAllSourceTypes() throws Exception {
        Plan plan = stripe.run()
                .text(PayoutForm.CURRENCIES, "czk")
                .text(PayoutForm.AMOUNT_RULE, "full_minus_reserve")
                .text(PayoutForm.RESERVES, "czk=600.00")
                .build()
                .plan();
        assertEquals(List.of("payout:czk:card 10000"), amounts(plan));
        assertEquals("reserved", reason(plan, "czk:bank_account"));
    }

    @Test
    public void boundsARunAcrossSourceTypes() throws Exception {
        Plan plan = stripe.run()
                .text(PayoutForm.CURRENCIES, "czk")
                .text(PayoutForm.MAXIMUM_PER_PAYOUT, "czk=400.00")
                .text(PayoutForm.MAXIMUM_PER_RUN, "czk=550.00")
                .build()
                .plan();
        assertEquals(List.of("payout:czk:bank_account 40000", "payout:czk:card 15000"), amounts(plan));
    }

    @Test
    public void asksForASourceTypeWhenAFixedAmountIsAmbiguous() throws Exception {
        Plan plan = stripe.run()
                .text(PayoutForm.CURRENCIES, "czk")
                .text(PayoutForm.AMOUNT_RULE, "fixed")
                .text(PayoutForm.FIXED_AMOUNTS, "czk=10.00")
                .build()
                .plan();
        assertEquals("source_type_needed", reason(plan, "czk:card"));
        assertTrue(plan.isReadOnly());
    }

    @Test
    public void followsAFileOfCurrencies() throws Exception {
        Plan plan = stripe.run()
                .text(PayoutForm.AMOUNT_RULE, "fixed")
                .input(
                        PayoutForm.CURRENCY_FILE,
                        FakeInputFile.csv(
                                "list.csv", "currency,amount,source_type\nczk,10.00,card\nbhd,45.67,\nisk,100,\n"))
                .build()
                .plan();
        assertEquals(List.of("payout:bhd:card 45670", "payout:czk:card 1000", "payout:isk:card 10000"), amounts(plan));
        assertEquals("not_in_list", reason(plan, "czk:bank_account"));
    }

    @Test
    public void anUnreadableFileStopsEverything() {
        TestRun run = stripe.run()
                .input(PayoutForm.CURRENCY_FILE, FakeInputFile.csv("list.csv", "currency\naed\nbdh\n"))
                .build();
        OperationException refused = assertThrows(OperationException.class, run::plan);
        assertEquals("csv_invalid", refused.code());
        assertTrue(Said.by(refused), Said.by(refused).startsWith("file 'list.csv', line 3, column 1 (currency)"));
    }

    @Test
    public void aFileThatDoesNotFitTheRuleStopsEverything() {
        TestRun run = stripe.run()
                .input(PayoutForm.CURRENCY_FILE, FakeInputFile.csv("list.csv", "currency,amount\naed,10.00\n"))
                .build();
        OperationException refused = assertThrows(OperationException.class, run::plan);
        assertTrue(Said.by(refused), Said.by(refused).contains("line 2, column amount"));
    }

    @Test
    public void warnsThatNothingIsConverted() throws Exception {
        assertTrue(warnings(stripe.run().build().plan()).contains("does not convert"));
    }

    @Test
    public void warnsAboutAutomaticAndDisabledPayouts() throws Exception {
        assertFalse(warnings(stripe.run().build().plan()).contains("automatically"));
        stripe.setAccount("{\"payout_interval\":\"daily\",\"payouts_enabled\":false}");
        String warnings = warnings(stripe.run().build().plan());
        assertTrue(warnings, warnings.contains("automatically (daily)"));
        assertTrue(warnings, warnings.contains("disabled payouts"));
    }

    @Test
    public void warnsAboutTheSameAmountWithinSevenDays() throws Exception {
        TestRun first = stripe.run().text(PayoutForm.CURRENCIES, "aed").build();
        first.execute(first.plan());
        stripe.setBalance("aed", "card", 125_043);
        String executionId = "00000000000000000000000000000002";
        String warnings = warnings(stripe.run().executionId(executionId).build().plan());
        assertTrue(warnings, warnings.contains("the same amount, 1250.43 AED, was already paid out"));
        stripe.pass(Duration.ofDays(8));
        String later = warnings(stripe.run().executionId(executionId).build().plan());
        assertFalse(later, later.contains("the same amount"));
    }

    @Test
    public void refusesAKeyOfTheOtherMode() {
        refuses("stripe_mode_mismatch", stripe.connection().secret("key", SimulatedStripe.LIVE_KEY));
        refuses("stripe_mode_mismatch", stripe.connection().mode(ConnectionMode.LIVE));
        refuses(
                "stripe_address_refused",
                stripe.connection().mode(ConnectionMode.LIVE).secret("key", SimulatedStripe.LIVE_KEY));
        assertEquals("no call was made", List.of(), stripe.simulator().requests());
    }

    @Test
    public void refusesAKeyThatStripeDoesNotKnow() {
        refuses("stripe_key_refused", stripe.connection().secret("key", "rk_test_revoked0000"));
    }

    @Test
    public void refusesAnAccountThatTheKeyCannotReach() {
        refuses("stripe_permission_missing", stripe.connection().property("account", "acct_unknown"));
    }

    @Test
    public void namesTheAddressWhenNothingAnswersThere() {
        URI dead = stripe.simulator().baseUri();
        FakeConnection connection = stripe.connection().build();
        stripe.simulator().close();
        OperationException refused = assertThrows(
                OperationException.class, () -> stripe.run(connection).build().plan());
        assertEquals("stripe_unreachable", refused.code());
        assertTrue(Said.by(refused), Said.by(refused).contains(dead.toString()));
        assertTrue(Said.by(refused), Said.by(refused).contains("check the address"));
    }

    private void refuses(String code, FakeConnection.Builder builder) {
        FakeConnection connection = builder.build();
        OperationException refused = assertThrows(
                OperationException.class, () -> stripe.run(connection).build().plan());
        assertEquals(Said.by(refused), code, refused.code());
        assertTrue(Said.by(refused), Said.by(refused).contains("'stripe-main'"));
        assertFalse(Said.by(refused), Said.by(refused).contains(connection.secret("key")));
    }

    private static List<String> amounts(Plan plan) {
        return plan.effects().stream()
                .map(effect -> effect.id() + " " + effect.request().text("amount"))
                .toList();
    }

    private static String reason(Plan plan, String item) {
        return plan.skipped().stream()
                .filter(line -> line.item().equals(item))
                .map(SkippedLine::reason)
                .collect(Collectors.joining(","));
    }

    private static String warnings(Plan plan) {
        return String.join("\n", plan.warnings());
    }

    @Test
    public void namesAnEarlierPayoutOfTheSameBalanceThatCameBack() throws Exception {
        TestRun first = stripe.run().text(PayoutForm.CURRENCIES, "aed").build();
        stripe.simulator()
                .arm(Fault.onPayout(Fault.Kind.FAILURE_AFTER_PAID)
                        .after(Duration.ofDays(8))
                        .failingWith("account_closed"));
        assertTrue(first.execute(first.plan()).isSuccess());
        stripe.pass(Duration.ofDays(9));

        Plan plan = stripe.run().text(PayoutForm.CURRENCIES, "aed,bhd").build().plan();
        JsonObject returned = plan.facts().stream()
                .filter(fact -> fact.key().equals("returned_payouts:aed:card"))
                .findFirst()
                .orElseThrow()
                .value()
                .asArray()
                .objects()
                .get(0);
        assertEquals("account_closed", returned.text("failureCode"));
        assertEquals(first.executionId(), returned.text("executionId"));
        assertEquals("1250.43", returned.object("amount").text("text"));
        String transaction = returned.text("failureBalanceTransaction");
        assertTrue(transaction, transaction.startsWith("txn_"));
        String warning = plan.warnings().stream()
                .filter(text -> text.contains(transaction))
                .findFirst()
                .orElseThrow();
        assertTrue(warning, warning.startsWith("aed:card: an earlier payout of this balance, po_"));
        assertTrue("only of the same balance", plan.facts().stream().noneMatch(fact -> fact.key()
                .equals("returned_payouts:bhd:card")));
        assertEquals(
                "its money is offered again",
                "payout:aed:card 125043",
                amounts(plan).get(0));
    }
}
