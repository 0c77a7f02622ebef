package io.countersign.api.example;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.countersign.api.json.Json;
import io.countersign.api.json.JsonObject;
import io.countersign.api.money.Money;
import io.countersign.api.operation.EffectHandler;
import io.countersign.api.operation.ExecutionContext;
import io.countersign.api.operation.Fact;
import io.countersign.api.operation.OperationPlugin;
import io.countersign.api.operation.OperationProfile;
import io.countersign.api.operation.OperationResult;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Plan;
import io.countersign.api.operation.PlanContext;
import io.countersign.api.operation.PlannedEffect;
import io.countersign.api.operation.Settlement;
import io.countersign.api.operation.SettlementContext;
import io.countersign.api.testkit.PluginCheck;
import io.countersign.api.testkit.TestRun;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.Test;

/** Plug-ins that break one promise each: the checker must name it. */
public final class PluginCheckTest {
    private final InMemoryBank bank = new InMemoryBank();

    private static void assertFlags(String expected, List<String> broken) {
        assertTrue(expected + " is not in " + broken, broken.stream().anyMatch(line -> line.contains(expected)));
    }

    @Test
    public void findsNothingWrongWithTheExample() throws Exception {
        TestRun run = LedgerRuns.of(new LedgerTransfer(bank));
        assertEquals(List.of(), PluginCheck.staticPromises(run.plugin()));
        assertEquals(List.of(), PluginCheck.planPromises(run));
        Plan plan = run.plan();
        assertEquals(List.of(), PluginCheck.executionPromises(run, plan, run.execute(plan)));
    }

    @Test
    public void flagsNameVersionAndDescription() {
        OperationPlugin plugin = new LedgerTransfer(bank) {
            @Override
            public String name() {
                return "Ledger Transfer";
            }

            @Override
            public String version() {
                return "v2";
            }

            @Override
            public String description() {
                return " ";
            }
        };
        List<String> broken = PluginCheck.staticPromises(plugin);
        assertFlags("name 'Ledger Transfer'", broken);
        assertFlags("version 'v2'", broken);
        assertFlags("description", broken);
        assertEquals(3, broken.size());
    }

    @Test
    public void flagsASchemaThatChangesOrFails() {
        AtomicInteger calls = new AtomicInteger();
        OperationPlugin changing = new LedgerTransfer(bank) {
            @Override
            public ParameterSchema schema() {
                return ParameterSchema.of(
                        Parameter.connection("bank", "bank").title("Bank"),
                        Parameter.string("p" + calls.incrementAndGet()).title("P"));
            }
        };
        assertFlags("another schema on the second call", PluginCheck.staticPromises(changing));
        OperationPlugin failing = new LedgerTransfer(bank) {
            @Override
            public ParameterSchema schema() {
                return ParameterSchema.of(Parameter.select("empty"));
            }
        };
        assertFlags("schema() fails: parameter 'empty' needs at least one option", PluginCheck.staticPromises(failing));
    }

    @Test
    public void flagsAProfileThatHidesAConnectionKind() {
        OperationPlugin plugin = new LedgerTransfer(bank) {
            @Override
            public OperationProfile profile() {
                return OperationProfile.standard();
            }
        };
        assertFlags("declares connection kinds [] but the schema asks for [bank]", PluginCheck.staticPromises(plugin));
    }

    @Test
    public void flagsHandlersThatClashOrForgetBackwards() {
        OperationPlugin plugin = new LedgerTransfer(bank) {
            @Override
            public List<EffectHandler> effectHandlers() {
                return List.of(
                        new TransferHandler(bank, Duration.ofHours(1)),
                        new TransferHandler(bank, Duration.ofHours(-1)) {
                            @Override
                            public String provider() {
                                return "";
                            }
                        });
            }
        };
        List<String> broken = PluginCheck.staticPromises(plugin);
        assertFlags("two handlers perform effects of kind 'bank.transfer'", broken);
        assertFlags("keyMemory of handler 'bank.transfer' is PT-1H", broken);
        assertFlags("names no provider", broken);
    }

    @Test
    public void flagsAnEffectWithoutHandlerOrConnection() throws Exception {
        assertFlags(
                "no handler performs effect 'e' of kind 'bank.refund'",
                planned(effect -> effect, "bank.refund", Json.of("500")));
        assertFlags(
                "uses connection 'other', which no parameter names",
                planned(effect -> effect.connection("other"), TransferHandler.KIND, Json.of("500")));
    }

    @Test
    public void flagsAnAmountFieldThatDoesNotCarryTheAmount() throws Exception {
        assertFlags(
                "must be the text \"500\" but is 500", planned(effect -> effect, TransferHandler.KIND, Json.of(500)));
        assertFlags(
                "must be the text \"500\" but is \"5.00\"",
                planned(effect -> effect, TransferHandler.KIND, Json.of("5.00")));
        assertFlags(
                "negative amount",
                planned(effect -> effect.amount(Money.ofMinor(-5, "EUR")), TransferHandler.KIND, Json.of("-5")));
    }

    @Test
    public void flagsAPlanThatCannotBeSigned() throws Exception {
        assertFlags(
                "the plan cannot be signed",
                planned(
                        effect -> effect.details(Json.object()
                                .put("rate", Json.of(new java.math.BigDecimal("1.5")))
                                .build()),
                        TransferHandler.KIND,
                        Json.of("500")));
    }

    @Test
    public void flagsAPlanThatIsNotRepeatable() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        List<String> broken = PluginCheck.planPromises(LedgerRuns.of(new LedgerTransfer(bank) {
            @Override
            public Plan plan(PlanContext context) {
                return Plan.builder()
                        .fact(Fact.binding(
                                "n",
                                Json.of(calls.incrementAndGet()),
                                "memory",
                                context.clock().instant()))
                        .build();
            }
        }));
        assertFlags("two plans of the same inputs differ: fact n", broken);
        assertFlags("drift() sees a change where nothing changed", broken);
    }

    @Test
    public void flagsThePlatformsClockBypassed() throws Exception {
        List<String> broken = PluginCheck.planPromises(LedgerRuns.of(new LedgerTransfer(bank) {
            @Override
            public Plan plan(PlanContext context) {
                return Plan.builder()
                        .fact(Fact.informative("n", Json.of(1), "memory", Instant.parse("2026-11-22T00:00:00Z")))
                        .build();
            }
        }));
        assertFlags("use context.clock()", broken);
    }

    @Test
    public void flagsASecretInAnythingThatIsKept() throws Exception {
        TestRun run = LedgerRuns.of(new LedgerTransfer(bank) {
            @Override
            public OperationResult execute(ExecutionContext context) throws Exception {
                String secret = context.connection("bank").secret("token");
                context.log().info("using " + secret);
                try (OutputStream out = context.output("debug.txt", "text/plain")) {
                    out.write(secret.getBytes(StandardCharsets.UTF_8));
                }
                return OperationResult.success("sent with " + secret).build();
            }
        });
        Plan plan = run.plan();
        List<String> broken = PluginCheck.executionPromises(run, plan, run.execute(plan));
        assertFlags("stands in the log", broken);
        assertFlags("stands in the output", broken);
        assertFlags("stands in the result", broken);
    }

    @Test
    public void flagsAResultThatHidesARejection() throws Exception {
        TestRun run = LedgerRuns.of(new LedgerTransfer(new InMemoryBank("B2")) {
            @Override
            public OperationResult execute(ExecutionContext context) {
                context.performAllInOrder();
                return OperationResult.success("all fine").records(1, 2, 0).build();
            }
        });
        Plan plan = run.plan();
        List<String> broken = PluginCheck.executionPromises(run, plan, run.execute(plan));
        assertFlags("a success although an effect was rejected", broken);
        assertFlags("2 successful and 0 failed of only 1", broken);
    }

    @Test
    public void flagsASettlementOfSomethingNeverApplied() throws Exception {
        TestRun run = LedgerRuns.of(new LedgerTransfer(bank) {
            @Override
            public Settlement settle(SettlementContext context) {
                return Settlement.returned("transfer:Z9", "lost", JsonObject.empty());
            }
        });
        run.execute(run.plan());
        assertFlags("transfer:Z9", PluginCheck.settlementPromises(run, run.settle()));
    }

    private List<String> planned(UnaryOperator<PlannedEffect.Builder> change, String kind, Json minorUnits)
            throws Exception {
        PlannedEffect effect = change.apply(PlannedEffect.builder("e", kind)
                        .connection("main")
                        .request(Json.object().put("minorUnits", minorUnits).build())
                        .amount(Money.ofMinor(500, "EUR"))
                        .atMostByField("minorUnits")
                        .beneficiary("account A1")
                        .sentence("Pay 5.00 EUR to account A1")
                        .lockKey("bank:A1"))
                .build();
        return PluginCheck.planPromises(LedgerRuns.of(new LedgerTransfer(bank) {
            @Override
            public Plan plan(PlanContext context) {
                return Plan.builder().effect(effect).build();
            }
        }));
    }
}
