package dev.periplus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.sql.Timestamp;
import org.junit.jupiter.api.Test;

/** Which package may use which. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.periplus");

    @Test
    void packagesUseOnlyWhatTheTableAllows() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("cli")
                .definedBy("dev.periplus.cli")
                .layer("capture")
                .definedBy("dev.periplus.capture")
                .layer("ring")
                .definedBy("dev.periplus.ring")
                .layer("decode")
                .definedBy("dev.periplus.decode")
                .layer("flow")
                .definedBy("dev.periplus.flow")
                .layer("registry")
                .definedBy("dev.periplus.registry")
                .layer("rule")
                .definedBy("dev.periplus.rule")
                .layer("detect")
                .definedBy("dev.periplus.detect")
                .layer("classify")
                .definedBy("dev.periplus.classify")
                .layer("correlate")
                .definedBy("dev.periplus.correlate")
                .layer("draft")
                .definedBy("dev.periplus.draft")
                .layer("report")
                .definedBy("dev.periplus.report")
                .layer("review")
                .definedBy("dev.periplus.review")
                .layer("sockets")
                .definedBy("dev.periplus.sockets")
                .layer("view")
                .definedBy("dev.periplus.view")
                .whereLayer("capture")
                .mayNotAccessAnyLayer()
                .whereLayer("decode")
                .mayNotAccessAnyLayer()
                .whereLayer("registry")
                .mayNotAccessAnyLayer()
                .whereLayer("flow")
                .mayOnlyAccessLayers("decode")
                .whereLayer("rule")
                .mayOnlyAccessLayers("registry")
                .whereLayer("classify")
                .mayOnlyAccessLayers("decode", "flow", "rule", "registry", "sockets")
                .whereLayer("detect")
                .mayOnlyAccessLayers("decode", "flow", "classify")
                .whereLayer("ring")
                .mayOnlyAccessLayers("decode", "flow", "classify", "rule")
                .whereLayer("correlate")
                .mayOnlyAccessLayers("decode", "flow", "classify", "registry", "rule", "sockets")
                .whereLayer("draft")
                .mayOnlyAccessLayers("rule")
                .whereLayer("report")
                .mayOnlyAccessLayers("decode", "flow", "classify", "registry", "rule", "sockets", "view")
                .whereLayer("review")
                .mayOnlyAccessLayers(
                        "capture",
                        "ring",
                        "decode",
                        "flow",
                        "classify",
                        "correlate",
                        "draft",
                        "report",
                        "registry",
                        "rule",
                        "view")
                .whereLayer("view")
                .mayOnlyAccessLayers("decode", "flow", "classify", "registry")
                .whereLayer("sockets")
                .mayOnlyAccessLayers("flow")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("dev.periplus.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyCaptureKnowsPcap4j() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.periplus.capture")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.pcap4j..")
                .check(CLASSES);
    }

    @Test
    void onlySocketsKnowsOshi() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.periplus.sockets")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("oshi..")
                .check(CLASSES);
    }

    @Test
    void onlyWhatIsNamedSqliteKnowsDatabases() {
        noClasses()
                .that()
                .haveNameNotMatching("dev\\.periplus\\.(report|review)\\.Sqlite.*")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("java.sql..", "org.sqlite..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.type(Timestamp.class))))
                .check(CLASSES);
    }

    @Test
    void onlyRingKnowsTheDisruptor() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.periplus.ring")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.lmax..")
                .check(CLASSES);
    }
}
