package io.countersign.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.Test;

/** The walls of the house that no compiler sees. */
public class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.countersign.core");
    private static final JavaClasses API = new ClassFileImporter()
            .importPackages("io.countersign.api.json", "io.countersign.api.money", "io.countersign.api.operation");

    @Test
    public void seesWhatItGuards() {
        assertTrue(CORE.contain("io.countersign.core.execution.ExecutionEngine"));
        assertTrue(API.contain("io.countersign.api.operation.OperationPlugin"));
    }

    @Test
    public void coreKnowsNoDatabaseNoWebAndNoContainer() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "javax.persistence..",
                        "javax.sql..",
                        "java.sql..",
                        "javax.ws.rs..",
                        "javax.servlet..",
                        "com.fasterxml..",
                        "org.apache.karaf..",
                        "org.osgi.framework.."))
                .check(CORE);
    }

    @Test
    public void coreUsesOsgiOnlyToDeclareComponents() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("org.osgi..")
                        .and(not(resideInAnyPackage(
                                "org.osgi.annotation..",
                                "org.osgi.service.component..",
                                "org.osgi.service.metatype.."))))
                .check(CORE);
    }

    /** The engine hands its own on to handlers, which have no other to hold their deadline against. */
    @Test
    public void onlyTheAgeOfUnfinishedFilesAndDeadlinesOfCallsAreToldByTheNodesOwnClock() {
        noClasses()
                .that(not(name("io.countersign.core.file.DirectoryFileStore")))
                .and(not(name("io.countersign.core.execution.ExecutionEngine")))
                .should()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CORE);
    }

    @Test
    public void theEngineDoesNotKnowWhoApproves() {
        noClasses()
                .that()
                .resideInAPackage("io.countersign.core.execution..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.countersign.core.approval..")
                .check(CORE);
    }

    @Test
    public void whatIsSignedDependsOnNoCapability() {
        noClasses()
                .that()
                .resideInAPackage("io.countersign.core.plan..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.countersign.core..")
                        .and(not(resideInAPackage("io.countersign.core.plan.."))))
                .check(CORE);
    }

    @Test
    public void theContractWithPluginsDependsOnTheJdkAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "io.countersign.api.json..",
                        "io.countersign.api.money..",
                        "io.countersign.api.operation..",
                        "org.osgi.annotation..",
                        "org.jspecify.annotations.."))
                .check(API);
    }
}
