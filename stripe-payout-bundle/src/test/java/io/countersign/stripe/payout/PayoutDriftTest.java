package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;

import io.countersign.api.operation.Drift;
import io.countersign.api.operation.OpenItem;
import io.countersign.api.operation.Plan;
import io.countersign.api.testkit.FakeConnection;
import io.countersign.api.testkit.TestRun;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

public class PayoutDriftTest {
    @Rule
    public final SimulatedStripe stripe = new SimulatedStripe();

    @Test
    public void nothingChangedIsNoDrift() throws Exception {
        TestRun run = stripe.run().build();
        assertEquals(List.of(), run.drift(run.plan()));
    }

    @Test
    public void moreMoneyIsNoDrift() throws Exception {
        TestRun run = stripe.run().build();
        Plan plan = run.plan();
        stripe.setBalance("aed", "card", 200_000);
        stripe.setBalance("gbp", "card", 1_000);
        assertEquals(List.of(), run.drift(plan));
    }

    @Test
    public void lessMoneyIsDrift() throws Exception {
        TestRun run = stripe.run().build();
        Plan plan = run.plan();
        stripe.setBalance("aed", "card", 125_042);
        stripe.setBalance("bhd", "card", 45_670);
        assertEquals(List.of("effect payout:aed:card amount"), subjects(run.drift(plan)));
    }

    @Test
    public void lessMoneyIsNoDriftWhenLessMayBePaid() throws Exception {
        TestRun run = stripe.run().text(PayoutForm.ON_SHRINK, "reduce").build();
        Plan plan = run.plan();
        stripe.setBalance("aed", "card", 100);
        assertEquals(List.of(), run.drift(plan));
    }

    @Test
    public void eatingIntoTheReserveIsDrift() throws Exception {
        TestRun run = stripe.run()
                .text(PayoutForm.CURRENCIES, "aed")
                .text(PayoutForm.AMOUNT_RULE, "full_minus_reserve")
                .text(PayoutForm.RESERVES, "aed=1000.00")
                .build();
        Plan plan = run.plan();
        stripe.setBalance("aed", "card", 125_000);
        assertEquals(List.of("effect payout:aed:card amount"), subjects(run.drift(plan)));
    }

    @Test
    public void payoutsDisabledMeanwhileIsDrift() throws Exception {
        TestRun run = stripe.run().build();
        Plan plan = run.plan();
        stripe.setAccount("{\"payouts_enabled\":false}");
        assertEquals(List.of("fact payouts_enabled"), subjects(run.drift(plan)));
    }

    @Test
    public void anotherAccountBehindTheConnectionIsDrift() throws Exception {
        TestRun run = stripe.run().text(PayoutForm.CURRENCIES, "aed").build();
        Plan plan = run.plan();
        FakeConnection other = stripe.connection()
                .property("note", "same address, other account")
                .build();
        StripeState now = state("acct_other", destination("ba_1", "4242"));
        assertEquals(
                List.of("fact account", "fact destination:aed:card"),
                subjects(PayoutDrift.between(plan, order(run), other, now, Map.of())));
    }

    @Test
    public void anotherBankBehindTheSameIdIsDrift() throws Exception {
        TestRun run = stripe.run().text(PayoutForm.CURRENCIES, "aed").build();
        FakeConnection connection = stripe.connection().build();
        StripeState before = state(SimulatedStripe.ACCOUNT, destination("ba_1", "4242"));
        StripeState after = state(SimulatedStripe.ACCOUNT, destination("ba_1", "6666"));
        Plan plan = plan(run, before);
        assertEquals(List.of(), PayoutDrift.between(plan, order(run), connection, before, Map.of()));
        assertEquals(
                List.of("fact destination:aed:card"),
                subjects(PayoutDrift.between(plan, order(run), connection, after, Map.of())));
    }

    @Test
    public void aMissingBankIsDrift() throws Exception {
        TestRun run = stripe.run().text(PayoutForm.CURRENCIES, "aed").build();
        StripeState before = state(SimulatedStripe.ACCOUNT, destination("ba_1", "4242"));
        StripeState after = new StripeState(
                before.account(), before.balances(), Destinations.of(List.of()), List.of(), List.of(), before.readAt());
        assertEquals(
                List.of("fact destination:aed:card"),
                subjects(PayoutDrift.between(
                        plan(run, before), order(run), stripe.connection().build(), after, Map.of())));
    }

    @Test
    public void anItemBegunElsewhereIsDrift() throws Exception {
        TestRun run = stripe.run().text(PayoutForm.CURRENCIES, "aed").build();
        StripeState now = state(SimulatedStripe.ACCOUNT, destination("ba_1", "4242"));
        OpenItem open = stripe.openItem("aed:card");
        assertEquals(
                List.of("effect payout:aed:card item"),
                subjects(PayoutDrift.between(
                        plan(run, now), order(run), stripe.connection().build(), now, Map.of(open.lockKey(), open))));
    }

    @Test
    public void anAccountWithoutVisibleBanksCanStillBePlanned() throws Exception {
        TestRun run = stripe.run().text(PayoutForm.CURRENCIES, "aed").build();
        StripeState hidden = new StripeState(
                state(SimulatedStripe.ACCOUNT, destination("ba_1", "4242")).account(),
                List.of(new SourceBalance("card", StripeCurrenciesTest.of("aed").amount(125_043))),
                Destinations.unreadable("not for this kind of account"),
                List.of(),
                List.of(),
                stripe.clock().instant());
        Plan plan = plan(run, hidden);
        assertEquals(
                "default bank account for AED",
                plan.effect("payout:aed:card").orElseThrow().beneficiary());
        assertEquals(
                List.of(),
                PayoutDrift.between(plan, order(run), stripe.connection().build(), hidden, Map.of()));
    }

    private Plan plan(TestRun run, StripeState state) {
        return PayoutPlanner.plan(planning(run), order(run), state);
    }

    private FixedPlanContext planning(TestRun run) {
        return new FixedPlanContext(
                run.executionId(), run.parameters(), stripe.connection().build(), stripe.clock());
    }

    private PayoutOrder order(TestRun run) {
        return FixedPlanContext.order(planning(run));
    }

    private StripeState state(String accountId, Destination destination) {
        Instant now = stripe.clock().instant();
        return new StripeState(
                new StripeState.Account(accountId, "Acme", false, true, "manual"),
                List.of(new SourceBalance("card", StripeCurrenciesTest.of("aed").amount(125_043))),
                Destinations.of(List.of(destination)),
                List.of(),
                List.of(),
                now);
    }

    private static Destination destination(String id, String last4) {
        return new Destination(
                id, "bank_account", "aed", "AE", "Bank", last4, "fingerprint", "new", true, List.of("standard"));
    }

    private static List<String> subjects(List<Drift> drifts) {
        return drifts.stream().map(Drift::subject).toList();
    }
}
