package io.countersign.stripe.payout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.countersign.stripe.payout.AmountDecision.Pay;
import io.countersign.stripe.payout.AmountDecision.Question;
import io.countersign.stripe.payout.AmountDecision.Skip;
import org.junit.Test;

public class AmountDecisionTest {
    private static final StripeCurrency AED = StripeCurrenciesTest.of("aed");
    private static final StripeCurrency BHD = StripeCurrenciesTest.of("bhd");
    private static final StripeCurrency HUF = StripeCurrenciesTest.of("huf");

    @Test
    public void paysEverything() {
        Pay pay = pay(new Question(AED.amount(125_043), AED.zero(), null, null, null));
        assertEquals(AED.amount(125_043), pay.amount());
        assertEquals(AED.zero(), pay.residue());
        assertNull(pay.cap());
    }

    @Test
    public void leavesWhatTheStepDoesNotAllow() {
        Pay bhd = pay(new Question(BHD.amount(45_678), BHD.zero(), null, null, null));
        assertEquals(BHD.amount(45_670), bhd.amount());
        assertEquals("0.008", bhd.residue().text());
        Pay huf = pay(new Question(HUF.amount(1_234_567), HUF.zero(), null, null, null));
        assertEquals(HUF.amount(1_234_500), huf.amount());
        assertEquals("0.67", huf.residue().text());
    }

    @Test
    public void keepsTheReserve() {
        assertEquals(
                AED.amount(115_043),
                pay(new Question(AED.amount(125_043), AED.amount(10_000), null, null, null))
                        .amount());
        assertEquals("reserved", skip(new Question(AED.amount(100), AED.amount(100), null, null, null)));
        assertEquals("reserved", skip(new Question(AED.amount(100), AED.amount(500), null, null, null)));
    }

    @Test
    public void staysWithinTheMaximums() {
        Pay perPayout = pay(new Question(AED.amount(1_000), AED.zero(), null, AED.amount(700), AED.amount(900)));
        assertEquals(AED.amount(700), perPayout.amount());
        assertTrue(String.valueOf(perPayout.cap()).contains("per payout"));
        Pay perRun = pay(new Question(AED.amount(1_000), AED.zero(), null, AED.amount(700), AED.amount(400)));
        assertEquals(AED.amount(400), perRun.amount());
        assertEquals("above_maximum", skip(new Question(AED.amount(1_000), AED.zero(), null, null, AED.zero())));
    }

    @Test
    public void paysAFixedAmountWholeOrNotAtAll() {
        assertEquals(
                AED.amount(600),
                pay(new Question(AED.amount(1_000), AED.zero(), AED.amount(600), null, null))
                        .amount());
        assertEquals(
                "insufficient_available",
                skip(new Question(AED.amount(1_000), AED.zero(), AED.amount(1_001), null, null)));
        assertEquals(
                "insufficient_available",
                skip(new Question(AED.amount(1_000), AED.amount(500), AED.amount(600), null, null)));
        assertEquals(
                "above_maximum",
                skip(new Question(AED.amount(1_000), AED.zero(), AED.amount(600), AED.amount(599), null)));
        assertEquals(
                "above_maximum",
                skip(new Question(AED.amount(1_000), AED.zero(), AED.amount(600), null, AED.amount(599))));
    }

    @Test
    public void saysWhyNothingIsPaid() {
        assertEquals("zero", skip(new Question(AED.zero(), AED.zero(), null, null, null)));
        assertEquals("negative", skip(new Question(AED.amount(-5), AED.zero(), null, null, null)));
        assertEquals("below_minimum", skip(new Question(AED.amount(99), AED.zero(), null, null, null)));
        assertEquals("below_minimum", skip(new Question(BHD.amount(9), BHD.zero(), null, null, null)));
    }

    private static Pay pay(Question question) {
        return (Pay) AmountDecision.of(question);
    }

    private static String skip(Question question) {
        return ((Skip) AmountDecision.of(question)).reason();
    }
}
