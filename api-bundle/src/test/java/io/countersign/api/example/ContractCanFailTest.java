package io.countersign.api.example;

import static org.junit.Assert.assertEquals;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.operation.EffectCall;
import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.EffectReply;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.FindReply;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import io.countersign.api.testkit.OperationPluginContract;
import io.countersign.api.testkit.TestRun;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Test;
import org.junit.runner.JUnitCore;

/** Runs the contract against broken plug-ins: exactly the tests that guard the broken promise must fail. */
public final class ContractCanFailTest {

    private static Set<String> failuresOf(Class<? extends OperationPluginContract> contract) {
        return JUnitCore.runClasses(contract).getFailures().stream()
                .map(failure -> failure.getDescription().getMethodName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    public void passesTheExample() {
        assertEquals(Set.of(), failuresOf(LedgerTransferContractTest.class));
    }

    @Test
    public void catchesMoneyMovedWhilePlanning() {
        assertEquals(Set.of("changesNothingOutsideWhilePlanning"), failuresOf(PaysWhilePlanning.class));
    }

    @Test
    public void catchesAKeyThatIsNotPassedOn() {
        assertEquals(Set.of("makesNoChangeTwiceWhenTheProcessDiesAfterTheCall"), failuresOf(IgnoresTheKey.class));
    }

    @Test
    public void catchesALookUpThatSeesNothing() {
        assertEquals(Set.of("findsItsChangeWhenTheProviderHasForgottenTheKey"), failuresOf(FindsNothing.class));
    }

    @Test
    public void catchesALookUpThatSeesWhatIsNotThere() {
        assertEquals(Set.of("findsNothingThatWasNeverSent"), failuresOf(FindsAnything.class));
    }

    @Test
    public void catchesMoneyMovedBehindTheEngine() {
        assertEquals(
                Set.of(
                        "answersFromTheJournalWhenEnteredAgain",
                        "findsItsChangeWhenTheProviderHasForgottenTheKey",
                        "findsNothingThatWasNeverSent",
                        "makesExactlyTheChangesOfThePlan",
                        "makesNoChangeOnceInterrupted",
                        "makesNoChangeTwiceWhenTheProcessDiesAfterTheCall",
                        "stopsBetweenEffectsWhenCancelled"),
                failuresOf(PaysBehindTheEngine.class));
    }

    @Test
    public void catchesInvalidParametersThatAreAccepted() {
        assertEquals(Set.of("refusesInvalidParameters"), failuresOf(AcceptsAnything.class));
    }

    /** Contracts over one bank. */
    public abstract static class OverBank extends OperationPluginContract {
        private InMemoryBank bank = new InMemoryBank();

        abstract OperationPlugin plugin(InMemoryBank fresh);

        @Override
        protected final TestRun newRun() {
            bank = new InMemoryBank();
            return LedgerRuns.of(plugin(bank));
        }

        @Override
        protected final long changesOutside() {
            return bank.transfers().size();
        }
    }

    /** Pays in {@code plan()}. */
    public static final class PaysWhilePlanning extends OverBank {
        @Override
        OperationPlugin plugin(InMemoryBank bank) {
            return new LedgerTransfer(bank) {
                @Override
                public Plan plan(PlanContext context) throws IOException {
                    pay(bank, "planning-" + bank.transfers().size());
                    return super.plan(context);
                }
            };
        }
    }

    /** Invents a key for each call. */
    public static final class IgnoresTheKey extends OverBank {
        @Override
        OperationPlugin plugin(InMemoryBank bank) {
            return handledBy(bank, new TransferHandler(bank, Duration.ofHours(24)) {
                @Override
                public EffectReply perform(EffectCall call) throws IOException {
                    bank.forgetKeys();
                    return super.perform(call);
                }
            });
        }
    }

    /** Looks in the wrong place. */
    public static final class FindsNothing extends OverBank {
        @Override
        OperationPlugin plugin(InMemoryBank bank) {
            return handledBy(bank, new TransferHandler(bank, Duration.ofHours(24)) {
                @Override
                public FindReply find(EffectCall call) {
                    return FindReply.absent();
                }
            });
        }
    }

    /** Takes any transfer for its own. */
    public static final class FindsAnything extends OverBank {
        @Override
        OperationPlugin plugin(InMemoryBank bank) {
            return handledBy(bank, new TransferHandler(bank, Duration.ofHours(24)) {
                @Override
                public FindReply find(EffectCall call) {
                    return FindReply.found("tr_1", JsonObject.empty());
                }
            });
        }
    }

    /** Pays once more, past the journal. */
    public static final class PaysBehindTheEngine extends OverBank {
        @Override
        OperationPlugin plugin(InMemoryBank bank) {
            return new LedgerTransfer(bank) {
                @Override
                public OperationResult execute(ExecutionContext context) throws Exception {
                    pay(bank, "behind-" + bank.transfers().size());
                    return super.execute(context);
                }
            };
        }
    }

    /** Says that parameters are invalid which it accepts. */
    public static final class AcceptsAnything extends OverBank {
        @Override
        OperationPlugin plugin(InMemoryBank bank) {
            return new LedgerTransfer(bank);
        }

        @Override
        protected List<JsonObject> invalidParameters() {
            return List.of(Json.parse("{\"bank\":\"main\",\"payees\":\"f\",\"currency\":\"EUR\"}")
                    .asObject());
        }
    }

    private static OperationPlugin handledBy(InMemoryBank bank, EffectHandler handler) {
        return new LedgerTransfer(bank) {
            @Override
            public List<EffectHandler> effectHandlers() {
                return List.of(handler);
            }
        };
    }

    private static void pay(InMemoryBank bank, String key) throws IOException {
        try {
            bank.transfer(key, "elsewhere", key, Json.object().put("to", "D4").build());
        } catch (InMemoryBank.RefusedException e) {
            throw new IOException(e);
        }
    }
}
