package io.countersign.core.execution;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.countersign.api.operation.EffectHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;

/** Everything that leaves a trace outside of the process has a crash point before and after it. */
public class CrashPointsTest {
    private static final Set<String> READING = Set.of(
            "count",
            "findResolutionProposal",
            "heartbeat",
            "findStep",
            "findSettlementState",
            "find",
            "list",
            "findIdsByPrefix",
            "findPlan",
            "effects",
            "decisions",
            "logs",
            "events",
            "changedSince",
            "openEffects",
            "databaseTime");

    private final List<CrashPoint> passed = new ArrayList<>();

    @Test
    public void everyVerbThatWritesHasOneBeforeAndOneAfterIt() throws ReflectiveOperationException {
        ExecutionRepository watched = CrashPoints.telling(passed::add).around(answeringNothing());
        for (Method verb : ExecutionRepository.class.getMethods()) {
            passed.clear();
            call(watched, verb);
            if (READING.contains(verb.getName())) {
                assertEquals("only reads: " + verb.getName(), List.of(), passed);
                continue;
            }
            SideEffect effect = SideEffect.ofVerb(verb.getName())
                    .orElseThrow(() -> new AssertionError("no crash point around " + verb.getName()));
            assertEquals(
                    List.of(
                            new CrashPoint(CrashPoint.Moment.BEFORE, effect),
                            new CrashPoint(CrashPoint.Moment.AFTER, effect)),
                    passed);
        }
    }

    @Test
    public void nothingIsSentToAProviderButThroughThem() {
        JavaClasses product = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.countersign.core");
        ArchRuleDefinition.noClasses()
                .that()
                .doNotHaveSimpleName("EffectSending")
                .should()
                .callMethodWhere(JavaCall.Predicates.target(
                                HasOwner.Predicates.With.owner(JavaClass.Predicates.assignableTo(EffectHandler.class)))
                        .and(JavaCall.Predicates.target(HasName.Predicates.nameMatching("perform|find"))))
                .check(product);
    }

    @Test
    public void onesThatAreNotTurnedOnCostNothing() {
        ExecutionRepository plain = answeringNothing();
        assertSame(plain, CrashPoints.inert().around(plain));
    }

    @Test
    public void eachHasANameToTurnItOnBy() {
        for (CrashPoint point : CrashPoint.all()) {
            assertEquals(point, CrashPoint.parse(point.toString()));
        }
        assertEquals(
                CrashPoint.all().size(),
                CrashPoint.all().stream()
                        .map(CrashPoint::toString)
                        .collect(Collectors.toSet())
                        .size());
        IllegalArgumentException unknown =
                assertThrows(IllegalArgumentException.class, () -> CrashPoint.parse("after-lunch"));
        assertTrue(String.valueOf(unknown.getMessage()).contains("after-intent"));
    }

    private static ExecutionRepository answeringNothing() {
        return (ExecutionRepository) Proxy.newProxyInstance(
                CrashPointsTest.class.getClassLoader(),
                new Class<?>[] {ExecutionRepository.class},
                (proxy, method, arguments) -> method.getReturnType() == long.class ? (Object) 0L : null);
    }

    private static void call(ExecutionRepository target, Method verb) throws ReflectiveOperationException {
        Object[] arguments = Arrays.stream(verb.getParameterTypes())
                .map(type -> type == long.class ? (Object) 0L : type == int.class ? (Object) 0 : null)
                .toArray();
        verb.invoke(target, arguments);
    }
}
