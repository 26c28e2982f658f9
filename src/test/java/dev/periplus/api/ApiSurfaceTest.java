package dev.periplus.api;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the library shows, and who uses what. */
class ApiSurfaceTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.periplus");

    /** Operations take these in the form of the engine; programs that embed Periplus do not need them. */
    private static final Set<String> FOR_OPERATIONS = Set.of("AddOns", "Vocabulary");

    @Test
    void signaturesHoldTypesOfTheJdkAndTheLibraryOnly() {
        assertEquals(List.of(), shown("dev.periplus.api", Set.of("dev.periplus.api")));
    }

    @Test
    void operationsShowTypesOfTheJdkAndTheLibraryOnly() {
        assertEquals(List.of(), shown("dev.periplus.command", Set.of("dev.periplus.api", "dev.periplus.command")));
    }

    /** What others see of a package that is of neither the JDK nor these packages. */
    private static List<String> shown(String name, Set<String> packages) {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            if (!type.getPackageName().equals(name)
                    || !isPublic(type)
                    || FOR_OPERATIONS.contains(type.getSimpleName())) {
                continue;
            }
            for (JavaCodeUnit unit : type.getCodeUnits()) {
                if (unit.getModifiers().contains(JavaModifier.PUBLIC)) {
                    List<JavaClass> shown = new ArrayList<>(unit.getRawParameterTypes());
                    shown.add(unit.getRawReturnType());
                    shown.addAll(unit.getExceptionTypes());
                    shown.stream()
                            .map(JavaClass::getBaseComponentType)
                            .filter(other -> !other.isPrimitive()
                                    && !other.getPackageName().startsWith("java.")
                                    && !(packages.contains(other.getPackageName()) && isPublic(other)))
                            .forEach(other -> wrong.add(unit.getFullName() + " shows " + other.getName()));
                }
            }
        }
        return wrong;
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ApiSurfaceTest::isPublic).orElse(true);
    }

    @Test
    void theLibraryNeverEndsTheJvm() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.periplus.cli..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(CLASSES);
    }

    @Test
    void theCommandLineUsesTheLibraryOnly() {
        classes()
                .that()
                .resideInAPackage("dev.periplus.cli")
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.not(resideInAPackage("dev.periplus.."))
                        .or(resideInAnyPackage(
                                "dev.periplus.api", "dev.periplus.cli", "dev.periplus.command", "dev.periplus.text")))
                .check(CLASSES);
    }
}
